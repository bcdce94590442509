// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.BasicProperties;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.credentials.Credentials;
import amqp.credentials.Mechanism;
import amqp.credentials.MechanismProvider;
import amqp.credentials.Mechanisms;
import amqp.testkit.scripted.ScriptedBroker;
import amqp.testkit.wire.BrokerFrames;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of octets that are no UTF-8, as long as can be: what is echoed of them are the very octets. */
class ForeignOctetsTest {
    private static final byte[] NAME = new byte[255];

    static {
        Arrays.fill(NAME, (byte) 0xff);
    }

    private ScriptedConnection world;
    private ChannelEngine channel;

    @Test
    void cancelledTagIsEchoed() {
        open();
        world.broker.send(BrokerFrames.method(1, "basic.cancel", NAME, false));
        assertArrayEquals(BrokerFrames.method(1, "basic.cancel-ok", (Object) NAME), answer());
    }

    @Test
    void lateConsumerOfSuchATagIsCancelledByIt() {
        open();
        world.broker.ignore("basic.consume");
        world.consume(channel, BasicMethod.Consume.of("q"), "late").run();
        world.advance(ScriptedConnection.LIMIT).next(Event.TimedOut.class);
        world.broker.send(BrokerFrames.method(1, "basic.consume-ok", (Object) NAME));
        assertArrayEquals(BrokerFrames.method(1, "basic.cancel", NAME, false), answer());
        world.broker.send(BrokerFrames.concat(
                BrokerFrames.method(1, "basic.deliver", NAME, 1, false, "", "q"), BrokerFrames.header(1, 0, Map.of())));
        assertArrayEquals(BrokerFrames.method(1, "basic.reject", 1, true), answer());
    }

    @Test
    void consumerTagGoesThroughTheApplication() {
        open();
        world.broker.answerOnce("basic.consume", any -> BrokerFrames.method(1, "basic.consume-ok", (Object) NAME));
        world.consume(channel, BasicMethod.Consume.of("q"), "consumer").run();
        String tag = ((BasicMethod.ConsumeOk) world.next(Event.Replied.class).reply()).consumerTag();
        world.send(
                BrokerFrames.method(1, "basic.deliver", NAME, 1, false, NAME, NAME),
                BrokerFrames.header(1, 0, Map.of()));
        assertEquals("to consumer", world.next(Event.Delivered.class).consumer());
        channel.call(BasicMethod.Cancel.of(tag), "cancel", ScriptedConnection.LIMIT, world.now());
        assertArrayEquals(BrokerFrames.method(1, "basic.cancel", NAME, false), fetched());
    }

    /** The properties decide, without the headers, which a broker may change. */
    @Test
    void returnedMessageOfSuchPropertiesIsFound() {
        open();
        world.broker.verdicts(any -> amqp.testkit.scripted.Verdict.NONE);
        world.call(channel, ConfirmMethod.Select.of(), null).run();
        String id = "\udcff".repeat(255);
        BasicProperties properties = BasicProperties.builder().messageId(id).build();
        channel.publish("", "q", true, Message.of(properties, new byte[1]), "found");
        world.run();
        world.send(
                BrokerFrames.method(1, "basic.return", 312, NAME, "", "q"),
                BrokerFrames.header(1, 1, Map.of("message-id", NAME, "headers", Map.of("added", 1))),
                BrokerFrames.body(1, new byte[1]));
        assertEquals("found", world.next(Event.Returned.class).attachment());
    }

    @Test
    void textOfAViolationStaysAReplyText() {
        open();
        world.broker.send(BrokerFrames.method(1, "basic.ack", 1, false));
        byte[] close = answer();
        assertEquals(10, close[8]);
        assertEquals(50, close[10]);
    }

    /** Whatever a mechanism throws: the login has failed. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void mechanismThatFailsEndsTheLogin(boolean atOnce) {
        var options = EngineOptions.builder()
                .mechanisms(Mechanisms.builtIn().with(failing(atOnce)))
                .mechanismWishes(List.of("PLAIN"));
        var broker = ScriptedBroker.automatic().challenge(new byte[] {1});
        var reason = new ScriptedConnection(broker, options.build()).connect().ended();
        String detail =
                assertInstanceOf(CloseReason.HandshakeRefused.class, reason).detail();
        assertTrue(detail.contains("StackOverflowError"), detail);
    }

    @Test
    void responseThatFitsIntoNoFrameEndsTheLogin() {
        var options = EngineOptions.builder()
                .mechanisms(Mechanisms.builtIn().with(answering(new byte[9000])))
                .mechanismWishes(List.of("PLAIN"));
        var broker = ScriptedBroker.automatic().challenge(new byte[] {1});
        assertInstanceOf(
                CloseReason.HandshakeRefused.class,
                new ScriptedConnection(broker, options.build()).connect().ended());
    }

    private static MechanismProvider failing(boolean atOnce) {
        return provider(challenge -> {
            if (atOnce || challenge.length > 0) {
                throw new StackOverflowError();
            }
            return new byte[0];
        });
    }

    private static MechanismProvider answering(byte[] response) {
        return provider(challenge -> challenge.length == 0 ? new byte[0] : response);
    }

    private interface Responses {
        byte[] to(byte[] challenge);
    }

    private static MechanismProvider provider(Responses responses) {
        return new MechanismProvider() {
            @Override
            public String name() {
                return "PLAIN";
            }

            @Override
            public Mechanism create(Credentials credentials) {
                return new Mechanism() {
                    @Override
                    public String name() {
                        return "PLAIN";
                    }

                    @Override
                    public byte[] initialResponse() {
                        return responses.to(new byte[0]);
                    }

                    @Override
                    public byte[] respond(byte[] challenge) {
                        return responses.to(challenge);
                    }
                };
            }
        };
    }

    private void open() {
        world = ScriptedConnection.open();
        channel = world.channel();
        fetched();
    }

    /** What the engine sends when it has received what the broker sent. */
    private byte[] answer() {
        world.toEngine();
        return fetched();
    }

    private byte[] fetched() {
        ByteBuffer target = ByteBuffer.allocate(1 << 12);
        world.engine.transmit(target, world.now());
        return Arrays.copyOf(target.array(), target.position());
    }
}
