package org.ring0.cli.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;

/** A jar of a library for old Javas works as before when its classes have stack maps. */
class NewerClassFilesTest {
    private static final String WRITER = ClassWriter.class.getName();

    @TempDir
    Path folder;

    private Path converted() throws Exception {
        Path library = Path.of(ClassWriter.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path jar = Files.copy(library, folder.resolve("library.jar"));
        NewerClassFiles.convert(jar);
        return jar;
    }

    @Test
    void noClassOfOldFormatIsLeft() throws Exception {
        try (JarFile jar = new JarFile(converted().toFile())) {
            long old = 0;
            for (var entry :
                    jar.stream().filter(e -> e.getName().endsWith(".class")).toList()) {
                try (InputStream stream = jar.getInputStream(entry)) {
                    int version = ClassFile.of().parse(stream.readAllBytes()).majorVersion();
                    old += version < ClassFile.JAVA_6_VERSION ? 1 : 0;
                }
            }
            assertEquals(0, old);
        }
    }

    @Test
    void everyConvertedClassPassesTheVerifier() throws Exception {
        Path file = converted();
        URL[] urls = {file.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
                JarFile jar = new JarFile(file.toFile())) {
            int verified = 0;
            for (var entry : jar.stream().toList()) {
                String name = entry.getName();
                if (name.startsWith("org/") && name.endsWith(".class")) {
                    Class.forName(name.replace(".class", "").replace('/', '.'), true, loader);
                    verified++;
                }
            }
            assertEquals(true, verified > 30, verified + " classes");
        }
    }

    @Test
    void aConvertedClassDoesWhatItDid() throws Exception {
        URL[] urls = {converted().toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            assertArrayEquals(emptyInterface(ClassWriter.class), emptyInterface(loader.loadClass(WRITER)));
        }
    }

    /** The class file of an interface, written by the given {@link ClassWriter}. */
    private static byte[] emptyInterface(Class<?> writerClass) throws ReflectiveOperationException {
        Object writer = writerClass.getConstructor(int.class).newInstance(0);
        writerClass
                .getMethod("visit", int.class, int.class, String.class, String.class, String.class, String[].class)
                .invoke(writer, 69, 0x601, "Empty", null, "java/lang/Object", null);
        writerClass.getMethod("visitEnd").invoke(writer);
        return (byte[]) writerClass.getMethod("toByteArray").invoke(writer);
    }
}
