/** Values of options: sizes, durations, drives and the like, each with the sentence that refuses a wrong one. */
package org.ring0.cli.option;
