// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import amqp.adapter.spi.SocketOptions;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;

/** Sets one option of a socket; {@code channel::setOption} and {@code socket::setOption} are examples. */
@FunctionalInterface
public interface SocketSetter {
    /** Sets the option, before connecting. */
    <T> void set(SocketOption<T> option, T value) throws IOException;

    /** Sets all that the options say; what they leave to the system is not touched. */
    static void apply(SocketOptions options, SocketSetter socket) throws IOException {
        socket.set(StandardSocketOptions.TCP_NODELAY, options.noDelay());
        socket.set(StandardSocketOptions.SO_KEEPALIVE, options.keepAlive());
        if (options.sendBuffer() > 0) {
            socket.set(StandardSocketOptions.SO_SNDBUF, options.sendBuffer());
        }
        if (options.receiveBuffer() > 0) {
            socket.set(StandardSocketOptions.SO_RCVBUF, options.receiveBuffer());
        }
    }
}
