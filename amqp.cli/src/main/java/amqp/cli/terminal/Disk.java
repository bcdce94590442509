// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file cannot be written, in words. */
public final class Disk {
    private Disk() {}

    public static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "its directory is not there";
        }
        if (failure instanceof AccessDeniedException) {
            return "this user may not write there";
        }
        if (failure instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return failure.getMessage();
    }
}
