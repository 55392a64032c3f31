/**
 * What distinguishes one CPU from another: the features that CPUID tells, and the models as sets of them.
 */
package org.ring0.core.cpu.model;
