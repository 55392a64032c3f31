package org.ring0.cli.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Gives the classes of a jar that were compiled for Java 5 or older, which are ASM's and Picocli's, the format of Java 8: the
 * same code with stack maps. The JVM's cache of loaded classes (JDK 25) refuses the old format, and the verifier for that is
 * slow. Were a stack map wrong, the JVM would refuse the class: nothing is verified less than before.
 */
public final class NewerClassFiles {
    private static final int VERSION_OFFSET = 6;

    private final FileSystem jar;
    private final ClassFile classFile;

    private NewerClassFiles(FileSystem jar) {
        this.jar = jar;
        ClassHierarchyResolver hierarchy =
                ClassHierarchyResolver.ofResourceParsing(this::open).orElse(ClassHierarchyResolver.defaultResolver());
        classFile = ClassFile.of(
                ClassFile.ClassHierarchyResolverOption.of(hierarchy), ClassFile.StackMapsOption.GENERATE_STACK_MAPS);
    }

    public static void main(String[] arguments) throws IOException {
        convert(Path.of(arguments[0]));
    }

    /** Converts the classes of a jar, in place. */
    static void convert(Path jar) throws IOException {
        URI uri = URI.create("jar:" + jar.toUri());
        try (FileSystem files = FileSystems.newFileSystem(uri, Map.of())) {
            new NewerClassFiles(files).convert();
        }
    }

    private void convert() throws IOException {
        List<Path> classes;
        try (Stream<Path> files = Files.walk(jar.getPath("/"))) {
            classes = files.filter(file -> file.toString().endsWith(".class")).toList();
        }
        for (Path file : classes) {
            byte[] bytes = Files.readAllBytes(file);
            if (ByteBuffer.wrap(bytes).getShort(VERSION_OFFSET) < ClassFile.JAVA_6_VERSION) {
                FileTime time = Files.getLastModifiedTime(file);
                Files.write(file, converted(bytes));
                Files.setLastModifiedTime(file, time);
            }
        }
    }

    private byte[] converted(byte[] bytes) {
        ClassTransform version = (builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
            } else {
                builder.with(element);
            }
        };
        ClassTransform stackMaps = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);
        return classFile.transformClass(classFile.parse(bytes), version.andThen(stackMaps));
    }

    /** The class file of a class in the jar, or null if it is elsewhere. */
    private InputStream open(ClassDesc type) {
        Path file = jar.getPath(type.packageName().replace('.', '/'), type.displayName() + ".class");
        try {
            return Files.exists(file) ? Files.newInputStream(file) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
