// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import amqp.adapter.tck.TestCertificates;
import amqp.benchmark.NullBroker;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each client gets through two rounds of every mode. */
@Timeout(60)
class ClientsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "nio",
                "nio-executor",
                "nio-micrometer",
                "nio-traced",
                "nio-observed",
                "nio-recorded",
                "blocking",
                "blocking-executor",
                "netty",
                "netty-executor",
                "amqp-client",
                "amqp-client-nio",
                "amqp-client-netty",
                "compat"
            })
    void doesEverything(String name) throws Exception {
        try (NullBroker broker = NullBroker.start(0);
                Client client = Clients.open(name, broker.uri())) {
            for (int round = 0; round < 2; round++) {
                client.publish(new byte[16], 2000);
                client.consume("blast.2000.16", 2000, false);
                client.consume("blast.2000.16", 2000, true);
                assertEchoes(client);
            }
            client.publishConfirmed(new byte[16], 2500);
            client.publishConfirmed(new byte[16], 2500);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nio",
                "blocking",
                "netty",
                "netty-openssl",
                "amqp-client",
                "amqp-client-netty",
                "amqp-client-netty-openssl"
            })
    void doesItOverTls(String name) throws Exception {
        try (TestCertificates certificates = TestCertificates.create();
                NullBroker broker = NullBroker.startTls(
                        0,
                        certificates.server().certificateFile(),
                        certificates.server().keyFile());
                Client client = Clients.open(
                        name,
                        "amqps://guest:guest@127.0.0.1:" + broker.port() + "?cacertfile=" + certificates.authority())) {
            client.publish(new byte[100_000], 50);
            client.publish(new byte[1024], 2000);
            client.consume("blast.2000.1024", 2000, false);
            client.consume("blast.2000.16", 2000, true);
            assertEchoes(client);
        }
    }

    @Test
    void publishesInBatchesOfAnySize() throws Exception {
        try (NullBroker broker = NullBroker.start(0);
                Client client = Clients.open("nio", broker.uri())) {
            client.publishBatches(new byte[16], 250_050);
        }
    }

    @Test
    void theFloorPublishesConsumesAndEchoes() throws Exception {
        try (NullBroker broker = NullBroker.start(0);
                Client client = Clients.open("floor", broker.uri())) {
            for (int round = 0; round < 2; round++) {
                client.publish(new byte[16], 20_000);
                client.consume("blast.20000.16", 20_000, false);
                assertEchoes(client);
            }
        }
    }

    @Test
    void anUnknownClientIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Clients.open("none", "amqp://127.0.0.1"));
    }

    private static void assertEchoes(Client client) throws Exception {
        long[] nanos = new long[50];
        client.echo(new byte[16], nanos);
        assertEquals(50, Arrays.stream(nanos).filter(each -> each > 0).count());
    }
}
