/** What firmware tells an operating system of the machine: ACPI tables, SMBIOS structures, the MultiProcessor table. */
package org.ring0.devices.board.tables;
