/** What the tests of several modules share. */
package org.ring0.testing;
