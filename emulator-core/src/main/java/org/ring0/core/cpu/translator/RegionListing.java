package org.ring0.core.cpu.translator;

import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.region.RegionRequest;
import org.ring0.core.debug.Disassembler;

/**
 * A translation for people to read. Texts are made when they are asked for.
 *
 * @param request what was asked for
 * @param code the guest's bytes
 * @param instructions the guest's instructions by their offsets from the start of the entry's page
 * @param leaders offsets at which blocks begin
 * @param classFile the class that they have become
 */
public record RegionListing(
        RegionRequest request,
        CodeView code,
        SortedMap<Integer, Instruction> instructions,
        Set<Integer> leaders,
        byte[] classFile) {
    private static final HexFormat BYTES = HexFormat.ofDelimiter(" ");

    /** Everything: what it is, the guest's code and the bytecode. */
    public String text() {
        BytecodeText bytecode = bytes();
        return header(bytecode.bytes()) + "\n" + guestCode() + "\n" + bytecode;
    }

    private String header(int bytes) {
        int blocks = (int) leaders.stream().filter(instructions::containsKey).count();
        return """
            mode      %s
            entry     linear %08x, RIP %08x
            page      %x of the host memory, entry at %03x
            guest     %d instructions in %d blocks
            bytecode  %d bytes
            """.formatted(
                        request.mode(),
                        request.linear(),
                        request.rip(),
                        code.part(0).backing(),
                        request.entry(),
                        instructions.size(),
                        blocks,
                        bytes);
    }

    /** The guest's instructions with their offsets in the code segment; a block's first one is marked. */
    public String guestCode() {
        long base = request.rip() - request.entry();
        StringBuilder text = new StringBuilder();
        for (Map.Entry<Integer, Instruction> entry : instructions.entrySet()) {
            int offset = entry.getKey();
            Instruction i = entry.getValue();
            byte[] bytes = new byte[i.length];
            for (int n = 0; n < bytes.length; n++) {
                bytes[n] = (byte) code.at(offset + n);
            }
            text.append("%s %08x  %-24s %s\n"
                    .formatted(mark(offset), base + offset, BYTES.formatHex(bytes), disassembled(offset, i)));
        }
        return text.toString();
    }

    private String mark(int offset) {
        return offset == request.entry() ? ">" : leaders.contains(offset) ? "*" : " ";
    }

    /** The bytecode of what runs, without what all regions have alike. */
    public String bytecode() {
        return bytes().toString();
    }

    private BytecodeText bytes() {
        return BytecodeText.of(classFile, offset -> disassembled(offset, instructions.get(offset)));
    }

    private String disassembled(int offset, Instruction i) {
        return Disassembler.text(i, request.mode(), request.rip() - request.entry() + offset);
    }
}
