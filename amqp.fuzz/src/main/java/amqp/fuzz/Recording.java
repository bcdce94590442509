// SPDX-License-Identifier: MPL-2.0
package amqp.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Stands between one client and a broker on this machine, and keeps what the broker says. */
final class Recording implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Recording.class.getName());

    private final ServerSocket server;
    private final int brokerPort;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    Recording(int brokerPort) throws IOException {
        this.brokerPort = brokerPort;
        this.server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    synchronized byte[] said() {
        return said.toByteArray();
    }

    private void accept() throws IOException {
        Socket client = server.accept();
        Socket broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort);
        daemon(() -> pump(client.getInputStream(), broker, false));
        daemon(() -> pump(broker.getInputStream(), client, true));
    }

    private void pump(InputStream from, Socket to, boolean keep) throws IOException {
        byte[] buffer = new byte[1 << 14];
        OutputStream out = to.getOutputStream();
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            if (keep) {
                keep(buffer, count);
            }
            out.write(buffer, 0, count);
        }
        to.close();
    }

    private synchronized void keep(byte[] buffer, int count) {
        said.write(buffer, 0, count);
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "the end of the recording", e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
