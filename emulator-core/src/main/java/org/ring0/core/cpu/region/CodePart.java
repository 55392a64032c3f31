package org.ring0.core.cpu.region;

/**
 * The bytes of one page of code at one time.
 *
 * @param page which one, counted from the page of a request's entry in linear addresses: 0 is that page
 * @param backing the page's address in host memory
 * @param bytes all of the page
 */
public record CodePart(int page, long backing, byte[] bytes) {}
