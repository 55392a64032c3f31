/** BIOS, VGA BIOS and demo. */
module org.ring0.firmware {
    exports org.ring0.firmware;
}
