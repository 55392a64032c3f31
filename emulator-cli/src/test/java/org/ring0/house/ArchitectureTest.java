package org.ring0.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Rules 1 to 3 of docs/ARCHITECTURE.md. */
class ArchitectureTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.ring0");

    @Test
    void dependenciesRunOneWay() {
        noClasses()
                .that()
                .resideInAPackage("org.ring0.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.ring0.devices..",
                        "org.ring0.embed..",
                        "org.ring0.junit..",
                        "org.ring0.cli..",
                        "org.ring0.firmware..")
                .check(ALL);
        noClasses()
                .that()
                .resideInAPackage("org.ring0.devices..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.ring0.embed..", "org.ring0.junit..", "org.ring0.cli..")
                .check(ALL);
        noClasses()
                .that()
                .resideInAPackage("org.ring0.embed..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.ring0.junit..", "org.ring0.cli..", "org.junit..")
                .check(ALL);
    }

    @Test
    void librariesStayInTheirRooms() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.ring0.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "ch.qos.logback..", "org.jline..", "com.google.gson..")
                .check(ALL);
        noClasses()
                .that()
                .resideOutsideOfPackage("org.ring0.core.cpu.translator..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.objectweb.asm..")
                .check(ALL);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.ring0.(**)").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void enginesDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("..cpu.interpreter..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..cpu.translator..")
                .check(ALL);
        noClasses()
                .that()
                .resideInAPackage("..cpu.translator..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..cpu.interpreter..")
                .check(ALL);
    }

    @Test
    void devicesKnowNeitherTheCpuNorEachOther() {
        noClasses()
                .that(areChips())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.ring0.core.cpu..")
                .check(ALL);
        slices().matching("org.ring0.devices.(*)..")
                .that(areOutsideOfTheBoard())
                .should()
                .notDependOnEachOther()
                // The PCI package holds the seam of a function as well as the functions of the host bridge's own chips.
                .ignoreDependency(
                        JavaClass.Predicates.resideInAPackage("org.ring0.devices.."),
                        JavaClass.Predicates.resideInAPackage("org.ring0.devices.pci.."))
                .check(ALL);
    }

    private static DescribedPredicate<JavaClass> areChips() {
        return DescribedPredicate.describe(
                "are chips",
                c -> c.getPackageName().startsWith("org.ring0.devices.")
                        && !c.getPackageName().startsWith("org.ring0.devices.board"));
    }

    private static DescribedPredicate<com.tngtech.archunit.library.dependencies.Slice> areOutsideOfTheBoard() {
        return DescribedPredicate.describe(
                "are outside of the board", slice -> slice.stream().allMatch(areChips()::test));
    }

    @Test
    void nothingMutableIsStatic() {
        fields().that(DescribedPredicate.describe("are static", ArchitectureTest::isOwnStatic))
                .should()
                .beFinal()
                .check(ALL);
    }

    private static boolean isOwnStatic(JavaField field) {
        return field.getModifiers().contains(JavaModifier.STATIC)
                && !field.getModifiers().contains(JavaModifier.SYNTHETIC);
    }

    @Test
    void theHostsClockIsReadInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.ring0.cli..")
                .and()
                .doNotHaveSimpleName("HostClock")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.util.Random.class)
                .check(ALL);
    }

    @Test
    void statesAreRecords() {
        classes()
                .that()
                .haveSimpleName("State")
                .and()
                .resideInAPackage("org.ring0.devices..")
                .should()
                .beRecords()
                .check(ALL);
    }
}
