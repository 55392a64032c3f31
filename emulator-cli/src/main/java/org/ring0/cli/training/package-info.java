/** What the launcher runs once, after a build, so that later starts are fast. */
package org.ring0.cli.training;
