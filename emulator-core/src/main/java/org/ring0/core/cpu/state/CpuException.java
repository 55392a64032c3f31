package org.ring0.core.cpu.state;

/**
 * A fault, trap or abort of the guest (SDM Vol. 3A, chapter 6). Stackless: it is control flow between an instruction and
 * the delivery of its exception, and never leaves the cpu packages.
 */
public final class CpuException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public static final int DE = 0;
    public static final int DB = 1;
    public static final int NMI = 2;
    public static final int BP = 3;
    public static final int OF = 4;
    public static final int BR = 5;
    public static final int UD = 6;
    public static final int NM = 7;
    public static final int DF = 8;
    public static final int TS = 10;
    public static final int NP = 11;
    public static final int SS = 12;
    public static final int GP = 13;
    public static final int PF = 14;
    public static final int MF = 16;
    public static final int AC = 17;
    public static final int MC = 18;
    public static final int XM = 19;

    /** In place of an error code, where the exception pushes none. */
    public static final int NO_ERROR_CODE = -1;

    private final int vector;
    private final int errorCode;
    private final long linear;

    private CpuException(int vector, int errorCode, long linear) {
        super(null, null, false, false);
        this.vector = vector;
        this.errorCode = errorCode;
        this.linear = linear;
    }

    /** An exception without an error code: #DE, #DB, #BP, #OF, #BR, #UD, #NM, #MF, #MC, #XM. */
    public static CpuException of(int vector) {
        return new CpuException(vector, NO_ERROR_CODE, 0);
    }

    public static CpuException ud() {
        return of(UD);
    }

    public static CpuException nm() {
        return of(NM);
    }

    public static CpuException de() {
        return of(DE);
    }

    /** A double fault. */
    public static CpuException df() {
        return new CpuException(DF, 0, 0);
    }

    public static CpuException ts(int errorCode) {
        return new CpuException(TS, errorCode, 0);
    }

    public static CpuException np(int errorCode) {
        return new CpuException(NP, errorCode, 0);
    }

    public static CpuException ss(int errorCode) {
        return new CpuException(SS, errorCode, 0);
    }

    public static CpuException gp(int errorCode) {
        return new CpuException(GP, errorCode, 0);
    }

    public static CpuException ac() {
        return new CpuException(AC, 0, 0);
    }

    /** A page fault at {@code linear}, which the delivery puts into CR2. */
    public static CpuException pf(long linear, int errorCode) {
        return new CpuException(PF, errorCode, linear);
    }

    public int vector() {
        return vector;
    }

    /** The error code to push, or {@link #NO_ERROR_CODE}. */
    public int errorCode() {
        return errorCode;
    }

    public boolean hasErrorCode() {
        return errorCode != NO_ERROR_CODE;
    }

    /** The linear address of a page fault. */
    public long linear() {
        return linear;
    }

    @Override
    public String getMessage() {
        return hasErrorCode() ? "vector %d(%x)".formatted(vector, errorCode) : "vector " + vector;
    }
}
