package org.ring0.devices.pci;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class I440fxHostBridgeTest {
    private final String[] segments = new String[I440fxHostBridge.SEGMENTS];
    private boolean smramOpen;
    private final I440fxHostBridge bridge = new I440fxHostBridge(new I440fxHostBridge.MemoryAttributes() {
        @Override
        public void setShadow(int segment, boolean readRam, boolean writeRam) {
            segments[segment] = (readRam ? "R" : "-") + (writeRam ? "W" : "-");
        }

        @Override
        public void setSmramOpen(boolean open) {
            smramOpen = open;
        }
    });

    I440fxHostBridgeTest() {
        bridge.reset();
    }

    @Test
    void powersUpWithAllReadsAndWritesOnTheBus() {
        for (String segment : segments) {
            assertEquals("--", segment);
        }
        assertFalse(smramOpen);
    }

    @Test
    void pam0HighNibbleIsTheSegmentAtF0000() {
        bridge.writeConfig(0x59, 0x10, 1);
        assertEquals("R-", segments[12]);
        bridge.writeConfig(0x59, 0x3f, 1);
        assertEquals("RW", segments[12]);
        assertEquals(0x30, bridge.readConfig(0x59, 1));
    }

    @Test
    void pamNibblesGoUpFromC0000() {
        bridge.writeConfig(0x5a, 0x21, 1);
        assertEquals("R-", segments[0]);
        assertEquals("-W", segments[1]);
        bridge.writeConfig(0x5c, 0x3333_0000, 4);
        assertEquals("RW", segments[11]);
        assertEquals("--", segments[7]);
    }

    @Test
    void smramOpensUntilItIsLocked() {
        bridge.writeConfig(0x72, 0x4a, 1);
        assertTrue(smramOpen);
        bridge.writeConfig(0x72, 0x1a, 1);
        assertFalse(smramOpen);
        bridge.writeConfig(0x72, 0x4a, 1);
        assertFalse(smramOpen);
        assertEquals(0x1a, bridge.readConfig(0x72, 1));
    }

    @Test
    void restoredCopyHasTheSameAttributes() {
        bridge.writeConfig(0x5a, 0x3333_3333, 4);
        I440fxHostBridge.State saved = bridge.save();
        bridge.reset();
        assertEquals("--", segments[0]);
        bridge.restore(saved);
        bridge.settle();
        assertEquals("RW", segments[0]);
        assertArrayEquals(saved.config(), bridge.save().config());
    }
}
