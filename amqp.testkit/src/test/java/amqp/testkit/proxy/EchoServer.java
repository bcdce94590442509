// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Sends back what it gets; notes how each stream ended ("end", or the class of the exception). */
final class EchoServer implements AutoCloseable {
    final Queue<String> endings = new ConcurrentLinkedQueue<>();
    final AtomicLong received = new AtomicLong();
    private final ServerSocket listener;

    EchoServer() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        try {
            while (true) {
                var socket = listener.accept();
                daemon(() -> echo(socket));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void echo(Socket socket) {
        var buffer = new byte[8192];
        try (socket) {
            for (var count = 0; (count = socket.getInputStream().read(buffer)) >= 0; ) {
                received.addAndGet(count);
                socket.getOutputStream().write(buffer, 0, count);
            }
            endings.add("end");
        } catch (IOException e) {
            endings.add(e.getClass().getSimpleName());
        }
    }

    private static void daemon(Runnable work) {
        var thread = new Thread(work, "echo");
        thread.setDaemon(true);
        thread.start();
    }
}
