/** What a run tells afterwards: exit codes, the verdict, reports for machines. */
package org.ring0.cli.report;
