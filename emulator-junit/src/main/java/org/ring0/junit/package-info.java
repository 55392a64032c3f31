/** PCs as parameters of JUnit 5 tests: {@link org.ring0.junit.Ring0}. */
package org.ring0.junit;
