package org.ring0.core.debug.symbol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The sections of a linked ELF file for the x86, 32 and 64 bit (System V ABI, gabi 4.1, chapter 4); compressed ones are
 * inflated if that is zlib's doing (ELFCOMPRESS_ZLIB).
 */
final class ElfFile {
    private static final int MAGIC = 0x464c457f;
    private static final int EM_386 = 3;
    private static final int EM_X86_64 = 62;
    private static final int ET_REL = 1;
    private static final int SHT_NOBITS = 8;
    private static final int SHF_ALLOC = 2;
    private static final int SHF_COMPRESSED = 1 << 11;
    private static final int ELFCOMPRESS_ZLIB = 1;
    private static final int SHN_XINDEX = 0xffff;
    /** Deflate's best: a section that claims more lies. */
    private static final long MAX_INFLATION = 1032;

    /** Of one section what its header says; the name is found later. */
    record Section(
            long nameOffset, int type, long flags, long address, long offset, long size, int link, long entrySize) {}

    private final ByteReader file;
    private final boolean is64;
    private final List<Section> sections = new ArrayList<>();
    private Section names;
    /** The sections that the guest has in memory: sizes by addresses. Null: nobody has asked. */
    private TreeMap<Long, Long> loaded;

    private ElfFile(byte[] content) throws SymbolException {
        file = new ByteReader(content);
        is64 = content[4] == 2;
        header();
    }

    /** Whether it looks like an ELF file at all. */
    static boolean recognises(byte[] content) {
        try {
            return content.length > 64 && (int) new ByteReader(content).u32() == MAGIC;
        } catch (SymbolException e) {
            return false;
        }
    }

    static ElfFile read(byte[] content) throws SymbolException {
        if (!recognises(content)) {
            throw new SymbolException("is not an ELF file");
        }
        return new ElfFile(content);
    }

    private void header() throws SymbolException {
        boolean little = file.at(5).u8() == 1;
        int machine = file.at(18).u16();
        if (!little || machine != (is64 ? EM_X86_64 : EM_386)) {
            throw new SymbolException("is an ELF file for another machine, not for the x86");
        }
        if (file.at(16).u16() == ET_REL) {
            throw new SymbolException("is an object file, not yet linked: its symbols have no addresses");
        }
        long table = is64 ? file.at(40).u64() : file.at(32).u32();
        ByteReader counts = file.at(is64 ? 58 : 46);
        int entrySize = counts.u16();
        long count = counts.u16();
        long namesIndex = counts.u16();
        if (table == 0) {
            return;
        }
        if (entrySize < (is64 ? 64 : 40)) {
            throw new SymbolException("has a damaged section table");
        }
        Section first = section(file.at(table));
        count = count == 0 ? first.size : count;
        namesIndex = namesIndex == SHN_XINDEX ? first.link : namesIndex;
        if (count < 0 || count > (file.left() - table) / entrySize) {
            throw new SymbolException("is cut short: its section table lies beyond its end");
        }
        for (long i = 0; i < count; i++) {
            sections.add(section(file.at(table + i * entrySize)));
        }
        names = namesIndex > 0 && namesIndex < count ? sections.get((int) namesIndex) : null;
    }

    private Section section(ByteReader from) throws SymbolException {
        long name = from.u32();
        int type = (int) from.u32();
        int word = is64 ? 8 : 4;
        long flags = from.number(word);
        long address = from.number(word);
        long offset = from.number(word);
        long size = from.number(word);
        int link = (int) from.u32();
        from.skip(4L + word);
        return new Section(name, type, flags, address, offset, size, link, from.number(word));
    }

    boolean is64() {
        return is64;
    }

    List<Section> sections() {
        return sections;
    }

    /** Whether an address lies in a section that the guest has in memory. */
    boolean isLoaded(long address) {
        if (loaded == null) {
            loaded = new TreeMap<>(Long::compareUnsigned);
            sections.stream()
                    .filter(section -> (section.flags & SHF_ALLOC) != 0)
                    .forEach(section -> loaded.merge(section.address, section.size, ElfFile::larger));
        }
        Map.Entry<Long, Long> nearest = loaded.floorEntry(address);
        return nearest != null && Long.compareUnsigned(address - nearest.getKey(), nearest.getValue()) < 0;
    }

    private static Long larger(Long a, Long b) {
        return Long.compareUnsigned(a, b) < 0 ? b : a;
    }

    /** The first section of a type, or null. */
    Section ofType(int type) {
        return sections.stream()
                .filter(section -> section.type == type)
                .findFirst()
                .orElse(null);
    }

    /** The first section with a name, or null. */
    Section find(String name) throws SymbolException {
        if (names == null) {
            return null;
        }
        ByteReader texts = content(names);
        for (Section section : sections) {
            if (section.nameOffset < texts.left()
                    && texts.at(section.nameOffset).name().equals(name)) {
                return section;
            }
        }
        return null;
    }

    /** The content of the section with a name; empty without one. */
    ByteReader content(String name) throws SymbolException {
        Section section = find(name);
        return section == null ? new ByteReader(new byte[0]) : content(section);
    }

    /** The content of a section; a reader that counts from its start. */
    ByteReader content(Section section) throws SymbolException {
        if (section.type == SHT_NOBITS) {
            return new ByteReader(new byte[0]);
        }
        ByteReader raw = file.at(section.offset).part(section.size);
        return new ByteReader((section.flags & SHF_COMPRESSED) != 0 ? inflated(raw) : raw.rest());
    }

    private byte[] inflated(ByteReader section) throws SymbolException {
        int type = (int) section.u32();
        if (is64) {
            section.skip(4);
        }
        long size = section.number(is64 ? 8 : 4);
        section.skip(is64 ? 8 : 4);
        if (type != ELFCOMPRESS_ZLIB) {
            throw new SymbolException(
                    "has debugging sections in a compression other than zlib (type %d)".formatted(type));
        }
        byte[] compressed = section.rest();
        if (size < 0 || size > Integer.MAX_VALUE - 16 || size > MAX_INFLATION * (compressed.length + 16L)) {
            throw new SymbolException("has a compressed section that claims an impossible size");
        }
        Inflater inflater = new Inflater();
        try {
            byte[] all = new byte[(int) size];
            inflater.setInput(compressed);
            int done = 0;
            for (int n = 1; n > 0 && done < all.length; done += n) {
                n = inflater.inflate(all, done, all.length - done);
            }
            if (done < all.length) {
                throw new SymbolException("has a damaged compressed section");
            }
            return all;
        } catch (DataFormatException e) {
            throw new SymbolException("has a damaged compressed section");
        } finally {
            inflater.end();
        }
    }
}
