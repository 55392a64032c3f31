package org.ring0.devices.timer;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/**
 * The ten clock registers of an MC146818 and the century byte, as they lie in its RAM: encodes, decodes and counts them.
 * A register that holds no valid number is taken for the nearest valid one at the next count, so nothing a guest writes can
 * stop the clock.
 */
final class RtcCalendar {
    static final int SECONDS = 0;
    static final int SECONDS_ALARM = 1;
    static final int MINUTES = 2;
    static final int MINUTES_ALARM = 3;
    static final int HOURS = 4;
    static final int HOURS_ALARM = 5;
    static final int DAY_OF_WEEK = 6;
    static final int DATE = 7;
    static final int MONTH = 8;
    static final int YEAR = 9;
    static final int CENTURY = 0x32;

    static final int B_24_HOURS = 0x02;
    static final int B_DATA_MODE = 0x04;

    private static final int PM = 0x80;
    private static final int DONT_CARE = 0xc0;
    private static final int SECONDS_A_DAY = 86_400;

    private final byte[] ram;

    /** @param ram the chip's RAM, whose clock registers are changed in place */
    RtcCalendar(byte[] ram) {
        this.ram = ram;
    }

    private static boolean binary(int registerB) {
        return (registerB & B_DATA_MODE) != 0;
    }

    private static int decode(int raw, int registerB) {
        return binary(registerB) ? raw : (raw >> 4) * 10 + (raw & 15);
    }

    private static int encode(int value, int registerB) {
        return binary(registerB) ? value : value / 10 << 4 | value % 10;
    }

    private static int decodeHours(int raw, int registerB) {
        if ((registerB & B_24_HOURS) != 0) {
            return decode(raw, registerB);
        }
        int hour = decode(raw & ~PM, registerB);
        int half = (raw & PM) != 0 ? 12 : 0;
        return hour >= 1 && hour <= 12 ? hour % 12 + half : SECONDS_A_DAY;
    }

    private static int encodeHours(int hour, int registerB) {
        if ((registerB & B_24_HOURS) != 0) {
            return encode(hour, registerB);
        }
        int twelve = hour % 12 == 0 ? 12 : hour % 12;
        return encode(twelve, registerB) | (hour >= 12 ? PM : 0);
    }

    private int raw(int register) {
        return ram[register] & 0xff;
    }

    private int number(int register, int registerB) {
        return decode(raw(register), registerB);
    }

    private int century(int registerB) {
        int century = number(CENTURY, registerB);
        return century >= 1 && century <= 98 ? century : 20;
    }

    /** What the registers say, the nearest valid date and time. */
    LocalDateTime read(int registerB) {
        int year = century(registerB) * 100 + Math.min(number(YEAR, registerB), 99);
        int month = Math.clamp(number(MONTH, registerB), 1, 12);
        int day = Math.clamp(number(DATE, registerB), 1, 31);
        return LocalDate.of(year, month, 1)
                .plusDays(day - 1L)
                .atTime(
                        Math.min(decodeHours(raw(HOURS), registerB), 23),
                        Math.min(number(MINUTES, registerB), 59),
                        Math.min(number(SECONDS, registerB), 59));
    }

    /** Sets all registers, day of the week (1 is Sunday) and century included. */
    void write(LocalDateTime time, int registerB) {
        writeTimeAndDate(time, registerB);
        ram[DAY_OF_WEEK] = (byte) encode(time.getDayOfWeek().getValue() % 7 + 1, registerB);
        ram[CENTURY] = (byte) encode(time.getYear() / 100, registerB);
    }

    private void writeTimeAndDate(LocalDateTime time, int registerB) {
        ram[SECONDS] = (byte) encode(time.getSecond(), registerB);
        ram[MINUTES] = (byte) encode(time.getMinute(), registerB);
        ram[HOURS] = (byte) encodeHours(time.getHour(), registerB);
        ram[DATE] = (byte) encode(time.getDayOfMonth(), registerB);
        ram[MONTH] = (byte) encode(time.getMonthValue(), registerB);
        ram[YEAR] = (byte) encode(time.getYear() % 100, registerB);
    }

    /** Counts {@code seconds} update cycles. The day of the week is counted by itself, whatever the date is. */
    void advance(long seconds, int registerB) {
        LocalDateTime before = read(registerB);
        LocalDateTime after = before.plusSeconds(seconds);
        writeTimeAndDate(after, registerB);
        long days = ChronoUnit.DAYS.between(before.toLocalDate(), after.toLocalDate());
        if (days > 0) {
            long dayOfWeek = Math.floorMod(number(DAY_OF_WEEK, registerB) - 1 + days, 7L) + 1;
            ram[DAY_OF_WEEK] = (byte) encode((int) dayOfWeek, registerB);
        }
        if (after.getYear() / 100 != before.getYear() / 100) {
            ram[CENTURY] = (byte) encode(after.getYear() / 100 % 100, registerB);
        }
    }

    /** Whether the alarm matches in one of the {@code seconds} updates that follow the present registers. */
    boolean alarmWithin(long seconds, int registerB) {
        int start = read(registerB).toLocalTime().toSecondOfDay();
        long last = Math.min(seconds, SECONDS_A_DAY);
        for (int i = 1; i <= last; i++) {
            if (alarmAt((start + i) % SECONDS_A_DAY, registerB)) {
                return true;
            }
        }
        return false;
    }

    private boolean alarmAt(int secondOfDay, int registerB) {
        return matches(SECONDS_ALARM, encode(secondOfDay % 60, registerB))
                && matches(MINUTES_ALARM, encode(secondOfDay / 60 % 60, registerB))
                && matches(HOURS_ALARM, encodeHours(secondOfDay / 3600, registerB));
    }

    private boolean matches(int register, int value) {
        int alarm = raw(register);
        return (alarm & DONT_CARE) == DONT_CARE || alarm == value;
    }
}
