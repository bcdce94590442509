// SPDX-License-Identifier: MPL-2.0
package amqp.tracing.opentelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import amqp.codec.Message;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeadersTest {
    private static final SpanContext SPAN = SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c",
            "b7ad6b7169203331",
            TraceFlags.getSampled(),
            TraceState.builder().put("vendor", "x").build());
    private static final Context CONTEXT = Context.root().with(Span.wrap(SPAN));

    private final Headers headers = new Headers(W3CTraceContextPropagator.getInstance());

    @Test
    void whatIsWrittenIsRead() {
        Message given = Message.of("a").type("t").header("own", 1);
        Message message = headers.with(CONTEXT, given);
        FieldTable table = message.properties().headers();
        assertEquals(
                List.of("own", "traceparent", "tracestate"),
                List.copyOf(table.entries().keySet()));
        assertEquals("t", message.properties().type());
        assertEquals(
                List.of("own"),
                List.copyOf(given.properties().headers().entries().keySet()));
        assertEquals(SPAN.getSpanId(), headers.given(message.properties()).getSpanId());
        Span read = Span.fromContext(headers.read(Context.root(), message.properties()));
        assertEquals("x", read.getSpanContext().getTraceState().get("vendor"));
    }

    @Test
    void withoutASpanNothingIsWrittenOrRead() {
        Message given = Message.of("a");
        assertSame(given, headers.with(Context.root(), given));
        assertFalse(headers.given(given.properties()).isValid());
        assertSame(Context.root(), headers.read(Context.root(), given.properties()));
        assertFalse(
                headers.given(given.header("traceparent", "none").properties()).isValid());
    }

    @Test
    void malformedHeadersAreLeftAlone() {
        BasicProperties malformed = BasicProperties.builder()
                .headers(FieldTable.ofOctets(new byte[] {1, 'a', '?'}))
                .build();
        Message given = Message.of(malformed, new byte[0]);
        assertSame(given, headers.with(CONTEXT, given));
        assertFalse(headers.given(malformed).isValid());
        assertFalse(Span.fromContext(headers.read(Context.root(), malformed))
                .getSpanContext()
                .isValid());
    }

    @Test
    void textIsAStringOrBytes() {
        FieldTable table = FieldTable.builder()
                .put("string", "a")
                .put("bytes", FieldValue.bytes(new byte[] {'b'}))
                .put("number", 3)
                .put("nothing", null)
                .build();
        assertEquals("a", Headers.text(table, "string"));
        assertEquals("b", Headers.text(table, "bytes"));
        assertNull(Headers.text(table, "number"));
        assertNull(Headers.text(table, "nothing"));
        assertNull(Headers.text(table, "absent"));
    }
}
