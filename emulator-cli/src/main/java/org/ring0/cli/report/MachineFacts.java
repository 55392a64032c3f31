package org.ring0.cli.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/**
 * What a report tells about the machine of a run.
 *
 * @param cpu the model
 * @param memory bytes of RAM
 * @param frequency cycles a second of guest time
 * @param hostClock whether an idle guest waits for the host's clock
 * @param noReboot whether a reset was to end the run
 * @param files what it was made from
 */
public record MachineFacts(String cpu, long memory, long frequency, boolean hostClock, boolean noReboot, Files files) {
    /**
     * The files that a machine is made from, with absolute names; null or empty where there are none.
     *
     * @param commandLine the kernel's
     * @param modules RAM disks and modules as given
     */
    public record Files(
            String bios,
            String vgaBios,
            String kernel,
            String commandLine,
            List<String> modules,
            List<Medium> media,
            String snapshot) {}

    /**
     * An image.
     *
     * @param as how it was given: image, floppy, disk, cdrom
     * @param file its absolute name
     * @param access write, snapshot, readonly
     */
    public record Medium(String as, String file, String access) {}

    JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("cpu", cpu);
        json.addProperty("memoryBytes", memory);
        json.addProperty("cyclesPerSecond", frequency);
        json.addProperty("clock", hostClock ? "host" : "virtual");
        json.addProperty("noReboot", noReboot);
        json.addProperty("bios", files.bios);
        json.addProperty("vgaBios", files.vgaBios);
        json.addProperty("kernel", files.kernel);
        json.addProperty("commandLine", files.commandLine);
        JsonArray modules = new JsonArray();
        files.modules.forEach(modules::add);
        json.add("modules", modules);
        JsonArray media = new JsonArray();
        files.media.forEach(medium -> media.add(medium(medium)));
        json.add("media", media);
        json.addProperty("snapshot", files.snapshot);
        return json;
    }

    private static JsonObject medium(Medium medium) {
        JsonObject json = new JsonObject();
        json.addProperty("as", medium.as);
        json.addProperty("file", medium.file);
        json.addProperty("access", medium.access);
        return json;
    }
}
