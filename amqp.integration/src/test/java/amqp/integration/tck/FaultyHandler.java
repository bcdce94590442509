// SPDX-License-Identifier: MPL-2.0
package amqp.integration.tck;

import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportException;
import amqp.adapter.spi.TransportHandler;
import java.io.EOFException;
import java.nio.ByteBuffer;

/** Between a sound adapter and a handler: what the handler hears is faulty in one way. */
final class FaultyHandler implements TransportHandler {
    private static final int LITTLE = 1000;

    private final Fault fault;
    private final TransportHandler handler;

    /** One of the connections that an adapter with too many has no care for. */
    private final boolean neglected;

    private ByteBuffer hoard = ByteBuffer.allocate(0);
    private volatile boolean closed;

    FaultyHandler(Fault fault, TransportHandler handler, boolean neglected) {
        this.fault = fault;
        this.handler = handler;
        this.neglected = neglected;
    }

    @Override
    public void connected(Transport transport) {
        Transport faulty = new FaultyTransport(fault, transport);
        handler.connected(faulty);
        if (fault == Fault.CONNECTED_TWICE) {
            handler.connected(faulty);
        }
        if (fault == Fault.OVERLAPPING_CALLS) {
            new Thread(this::callWithoutEnd).start();
        }
        if (fault == Fault.DIES_OF_AN_INTERRUPT && Thread.currentThread().isInterrupted()) {
            transport.close();
        }
    }

    private void callWithoutEnd() {
        while (!closed) {
            handler.nanosUntilTimeout();
        }
    }

    @Override
    public void received(ByteBuffer source) {
        if (fault == Fault.NEGLECTS_ALL_BUT_A_HUNDRED && neglected) {
            source.position(source.limit());
            return;
        }
        if (fault == Fault.CHANGES_AN_OCTET) {
            source.put(source.position(), (byte) ~source.get(source.position()));
        }
        try {
            handler.received(source);
        } catch (RuntimeException thrown) {
            if (fault != Fault.SWALLOWS_EXCEPTIONS) {
                throw thrown;
            }
        }
    }

    @Override
    public void transmit(ByteBuffer target) {
        switch (fault) {
            case CLOSES_ROUGHLY, WAITS_FOR_A_FLUSH -> {}
            case LITTLE_ROOM -> {
                ByteBuffer little = target.slice(target.position(), LITTLE);
                handler.transmit(little);
                target.position(target.position() + little.position());
            }
            case TAKES_WITHOUT_END -> takeWithoutEnd(target);
            default -> handler.transmit(target);
        }
    }

    /** Takes all that the handler has, whether or not the socket does. */
    private void takeWithoutEnd(ByteBuffer target) {
        ByteBuffer more = ByteBuffer.allocate(64 * 1024 * 1024).put(hoard);
        handler.transmit(more);
        hoard = more.flip();
        int count = Math.min(target.remaining(), hoard.remaining());
        target.put(hoard.slice(hoard.position(), count));
        hoard.position(hoard.position() + count);
    }

    @Override
    public long nanosUntilTimeout() {
        return handler.nanosUntilTimeout();
    }

    @Override
    public void timeout() {
        if (fault != Fault.TELLS_NO_TIMEOUT) {
            handler.timeout();
        }
    }

    @Override
    public void closed(Throwable cause) {
        closed = true;
        handler.closed(
                switch (fault) {
                    case FAILURE_IN_TWO_LINES -> new TransportException(cause.getMessage() + "\nWhat a pity");
                    case RESET_IS_AN_END -> new EOFException("The peer ended the stream");
                    case END_IS_NO_EOF -> new TransportException("The peer is gone");
                    default -> cause;
                });
        if (fault == Fault.CLOSED_TWICE) {
            handler.closed(cause);
        }
    }
}
