// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import amqp.cli.terminal.CommandFailedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where the proxy listens.
 *
 * @param host empty for the loopback interface
 * @param port 0 for any that is free
 */
record ListenAddress(String host, int port) {
    private static final int BACKLOG = 256;
    private static final int MOST_PORT = 0xffff;

    /** Of {@code [HOST:]PORT}; an IPv6 address stands in brackets. */
    static final class Converter implements ITypeConverter<ListenAddress> {
        @Override
        public ListenAddress convert(String value) {
            int colon = value.lastIndexOf(':');
            String host = colon < 0 ? "" : value.substring(0, colon);
            try {
                int port = Integer.parseInt(value.substring(colon + 1));
                if (port >= 0 && port <= MOST_PORT && colon != 0) {
                    return new ListenAddress(host, port);
                }
            } catch (NumberFormatException noPort) {
                // Told below.
            }
            throw new TypeConversionException("'" + value + "' is not [HOST:]PORT, such as 5673 or 0.0.0.0:5673");
        }
    }

    /** @throws CommandFailedException when that is not possible */
    ServerSocket listen() {
        ServerSocket socket = null;
        try {
            InetAddress address = host.isEmpty() ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host);
            socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port), BACKLOG);
            return socket;
        } catch (IOException failure) {
            close(socket);
            throw new CommandFailedException(
                    "cannot listen on " + this + ": " + failure.getMessage() + "; choose another --listen", failure);
        }
    }

    private static void close(ServerSocket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException unbound) {
            // It was never open.
        }
    }

    @Override
    public String toString() {
        return (host.isEmpty() ? "" : host + ":") + port;
    }
}
