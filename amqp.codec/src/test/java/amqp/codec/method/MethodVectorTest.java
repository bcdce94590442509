// SPDX-License-Identifier: MPL-2.0
package amqp.codec.method;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.codec.FieldTable;
import amqp.codec.WireReader;
import amqp.codec.WireWriter;
import amqp.octets.Hex;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Methods against octets written by hand after the specification: class, method, arguments. */
class MethodVectorTest {
    record Vector(String hex, Method method) {}

    static List<Vector> vectors() {
        return List.of(
                new Vector(
                        "000a 000a 00 09 00000000 00000005504c41494e 00000005656e5f5553",
                        new ConnectionMethod.Start(0, 9, FieldTable.EMPTY, "PLAIN", "en_US")),
                new Vector(
                        "000a 000b 00000004 01617401 05504c41494e 0000000400670067 05656e5f5553",
                        new ConnectionMethod.StartOk(
                                FieldTable.of("a", true), "PLAIN", "\0g\0g".getBytes(US_ASCII), "en_US")),
                new Vector("000a 0014 000000020102", new ConnectionMethod.Secure(new byte[] {1, 2})),
                new Vector("000a 001e 07ff 00020000 003c", new ConnectionMethod.Tune(2047, 131072, 60)),
                new Vector("000a 001f ffff ffffffff 0000", new ConnectionMethod.TuneOk(65535, 4294967295L, 0)),
                new Vector("000a 0028 012f 00 00", ConnectionMethod.Open.of("/")),
                new Vector("000a 0029 00", new ConnectionMethod.OpenOk()),
                new Vector("000a 0032 0140 03627965 0000 0000", ConnectionMethod.Close.of(320, "bye")),
                new Vector("000a 003c 036d656d", new ConnectionMethod.Blocked("mem")),
                new Vector(
                        "000a 0046 000000036e6577 03657870",
                        ConnectionMethod.UpdateSecret.of("new".getBytes(US_ASCII), "exp")),
                new Vector("0014 000a 00", ChannelMethod.Open.of()),
                new Vector("0014 000b 00000000", new ChannelMethod.OpenOk()),
                new Vector("0014 0014 01", ChannelMethod.Flow.of(true)),
                new Vector("0014 0028 0194 046e6f7065 0032 000a", new ChannelMethod.Close(404, "nope", 50, 10)),
                new Vector(
                        "0028 000a 0000 0178 05746f706963 0a 00000000",
                        ExchangeMethod.Declare.of("x", "topic").internal(true)),
                new Vector(
                        "0028 000a 0000 0178 05746f706963 15 00000000",
                        ExchangeMethod.Declare.of("x", "topic")
                                .durable(false)
                                .passive(true)
                                .autoDelete(true)
                                .noWait(true)),
                new Vector(
                        "0028 0014 0000 0178 03",
                        ExchangeMethod.Delete.of("x").ifUnused(true).noWait(true)),
                new Vector(
                        "0028 001e 0000 0164 0173 016b 00 00000000",
                        ExchangeMethod.Bind.of("d", "s").routingKey("k")),
                new Vector("0028 0033", new ExchangeMethod.UnbindOk()),
                new Vector(
                        "0032 000a 0000 0171 1a 00000000",
                        QueueMethod.Declare.durable("q").autoDelete(true).noWait(true)),
                new Vector(
                        "0032 000a 0000 00 05 0000000401617400",
                        QueueMethod.Declare.of("")
                                .durable(false)
                                .passive(true)
                                .exclusive(true)
                                .arguments(FieldTable.of("a", false))),
                new Vector("0032 000b 0171 00000003 ffffffff", new QueueMethod.DeclareOk("q", 3, 4294967295L)),
                new Vector("0032 0028 0000 0171 02", QueueMethod.Delete.of("q").ifEmpty(true)),
                new Vector(
                        "0032 0032 0000 0171 0178 016b 00000000",
                        QueueMethod.Unbind.of("q", "x").routingKey("k")),
                new Vector("003c 000a 00000000 0064 01", BasicMethod.Qos.of(100).global(true)),
                new Vector(
                        "003c 0014 0000 0171 0163 0a 00000000",
                        BasicMethod.Consume.of("q").consumerTag("c").noAck(true).noWait(true)),
                new Vector(
                        "003c 0014 0000 0171 00 05 00000000",
                        BasicMethod.Consume.of("q").noLocal(true).exclusive(true)),
                new Vector(
                        "003c 0028 0000 0178 016b 01",
                        BasicMethod.Publish.of("x", "k").mandatory(true)),
                new Vector(
                        "003c 0032 0138 084e4f5f524f555445 00 016b", new BasicMethod.Return(312, "NO_ROUTE", "", "k")),
                new Vector(
                        "003c 003c 0163 0000000000000007 01 0178 016b",
                        new BasicMethod.Deliver("c", 7, true, "x", "k")),
                new Vector("003c 0046 0000 0171 01", BasicMethod.Get.of("q").noAck(true)),
                new Vector(
                        "003c 0047 ffffffffffffffff 00 00 0171 00000005", new BasicMethod.GetOk(-1, false, "", "q", 5)),
                new Vector("003c 0048 00", new BasicMethod.GetEmpty()),
                new Vector(
                        "003c 0050 0000000000000064 01", BasicMethod.Ack.of(100).multiple(true)),
                new Vector("003c 005a 0000000000000001 01", BasicMethod.Reject.of(1)),
                new Vector(
                        "003c 0078 0000000000000002 01",
                        BasicMethod.Nack.of(2).multiple(true).requeue(false)),
                new Vector("003c 0078 0000000000000002 02", BasicMethod.Nack.of(2)),
                new Vector("0055 000a 01", ConfirmMethod.Select.of().noWait(true)),
                new Vector("005a 0014", TxMethod.Commit.of()));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void decodes(Vector vector) {
        WireReader in = Hex.reader(vector.hex());
        assertEquals(vector.method(), Methods.decode(in.shortInt(), in.shortInt(), in));
        assertEquals(0, in.remaining());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void encodes(Vector vector) {
        var out = new WireWriter();
        out.longInt(vector.method().id());
        vector.method().encode(out);
        assertEquals(vector.hex().replace(" ", ""), Hex.of(out.toByteArray()));
    }
}
