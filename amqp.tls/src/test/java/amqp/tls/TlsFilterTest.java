// SPDX-License-Identifier: MPL-2.0
package amqp.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class TlsFilterTest {
    private static final int TOTAL = 200_000;
    private static final int HEADER = 5;

    private final TlsFilter filter = new TlsFilter(TlsOptions.trustEveryoneInsecurely(), "localhost", 5671);
    private final ByteBuffer toServer = ByteBuffer.allocate(512 * 1024);
    private final ByteBuffer toClient = ByteBuffer.allocate(512 * 1024);
    private final ByteBuffer received = ByteBuffer.allocate(512 * 1024);

    @Test
    void recordsAreFilledAndBytesKeepTheirOrder() throws Exception {
        SSLEngine server = server();
        while (!filter.established()) {
            filter.encrypt(toServer, target -> {});
            serve(server);
            filter.decrypt(toClient.flip(), bytes -> {});
            toClient.clear();
        }
        serve(server);
        ByteBuffer sent = numbered();
        filter.encrypt(toServer, upTo(sent));
        List<Integer> lengths = lengths();
        assertEquals(TOTAL / lengths.get(0) + 1, lengths.size(), lengths::toString);
        assertTrue(lengths.get(0) > 16_000, lengths::toString);
        serve(server);
        assertEquals(sent.rewind(), received.flip());
    }

    private static SSLEngine server() throws Exception {
        Path certificate = Path.of(TlsFilterTest.class.getResource("ec.pem").toURI());
        Path key = Path.of(TlsFilterTest.class.getResource("ec-pkcs8.key").toURI());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                TlsOptions.builder()
                        .clientCertificate(certificate, key)
                        .build()
                        .keyManagers()
                        .toArray(KeyManager[]::new),
                null,
                null);
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        return engine;
    }

    /** Takes all that was sent to the server, and answers. */
    private void serve(SSLEngine server) throws SSLException {
        toServer.flip();
        while (toServer.hasRemaining() || server.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            if (server.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                server.wrap(ByteBuffer.allocate(0), toClient);
            } else {
                server.unwrap(toServer, received);
            }
            if (server.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                server.getDelegatedTask().run();
            }
        }
        toServer.clear();
    }

    private static ByteBuffer numbered() {
        ByteBuffer bytes = ByteBuffer.allocate(TOTAL);
        while (bytes.hasRemaining()) {
            bytes.putInt(bytes.position());
        }
        return bytes.flip();
    }

    /** As much as there is room for, as a busy handler does. */
    private static Consumer<ByteBuffer> upTo(ByteBuffer sent) {
        return target -> {
            int count = Math.min(target.remaining(), sent.remaining());
            target.put(sent.slice(sent.position(), count));
            sent.position(sent.position() + count);
        };
    }

    /** Of the records that wait for the server. */
    private List<Integer> lengths() {
        List<Integer> lengths = new ArrayList<>();
        for (int at = 0; at < toServer.position(); ) {
            int length = toServer.getShort(at + 3) & 0xffff;
            lengths.add(length);
            at += HEADER + length;
        }
        return lengths;
    }
}
