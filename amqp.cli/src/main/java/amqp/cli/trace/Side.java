// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import java.io.IOException;
import java.net.Socket;

/**
 * One end of what is relayed.
 *
 * @param socket for octets, with TLS or without
 * @param raw the connection below it: closing it ends every read and write at once
 */
record Side(Socket socket, Socket raw) {
    static Side plain(Socket socket) {
        return new Side(socket, socket);
    }

    void close() {
        close(raw);
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // Then there is nothing to close.
        }
    }
}
