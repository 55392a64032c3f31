package org.ring0.devices.storage.image;

/** A file that cannot serve as an image, said in one sentence that names the file and needs no stack trace. */
public final class ImageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param sentence for the user, without a full stop */
    public ImageException(String sentence) {
        super(sentence);
    }
}
