package org.ring0.devices.serial;

import java.util.Arrays;

/** Bytes from the host that are still on their way to the chip. It grows with what the host sends, never with the guest. */
final class HostQueue {
    private byte[] bytes = new byte[64];
    private int head;
    private int tail;

    boolean isEmpty() {
        return head == tail;
    }

    int size() {
        return tail - head;
    }

    void add(byte[] more) {
        if (tail + more.length > bytes.length) {
            byte[] target = tail - head + more.length > bytes.length / 2
                    ? new byte[Math.addExact(tail - head, more.length) * 2]
                    : bytes;
            System.arraycopy(bytes, head, target, 0, tail - head);
            tail -= head;
            head = 0;
            bytes = target;
        }
        System.arraycopy(more, 0, bytes, tail, more.length);
        tail += more.length;
    }

    int remove() {
        return bytes[head++] & 0xff;
    }

    byte[] save() {
        return Arrays.copyOfRange(bytes, head, tail);
    }

    void restore(byte[] saved) {
        head = 0;
        tail = 0;
        add(saved);
    }
}
