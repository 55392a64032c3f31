/** What addresses of a guest are called: symbols of ELF files and the lines of their DWARF, read from files that may be hostile. */
package org.ring0.core.debug.symbol;
