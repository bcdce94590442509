// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.hostile;

import amqp.adapter.tck.TestCertificates;
import amqp.testkit.wire.BrokerFrames;
import amqp.testkit.wire.FrameParser;
import amqp.testkit.wire.MalformedFrameException;
import amqp.testkit.wire.WireFrame;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSocket;

/**
 * One connection of a {@link HostileBroker}. A thread reads what the client sends and lets {@link Obedience} answer it; an
 * attack writes from its own thread. Every method may be called by any thread.
 */
public final class HostileSession {
    /** Of the client's consumer. */
    public static final String TAG = "tag";
    /** Names what the client asks for to make a command wait. */
    public static final String ASKED = "asked";

    private static final int FRAME_MAX = 131_072;
    private static final int SLICE = 1 << 16;
    private static final long STUCK_MILLIS = 500;
    private static final int PREFIX = 7;
    private static final byte[] CHANNEL_CLOSE_IDS = {0, 20, 0, 40};
    private static final long LONGEST_WAIT_SECONDS = 20;

    private final HostileBroker broker;
    private final Socket plain;
    private final ReentrantLock writing = new ReentrantLock(true);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition readingAgain = lock.newCondition();
    private final BlockingQueue<String> methods = new LinkedBlockingQueue<>();
    private final List<String> faults = new ArrayList<>();

    /** Channels that this side has closed: nothing there is answered until the client has answered that. */
    private final Set<Integer> closing = ConcurrentHashMap.newKeySet();

    private final AtomicLong sent = new AtomicLong();
    private final Obedience obedience;

    /** Zero when an attack has sent its first octets. */
    private volatile CountDownLatch begun = new CountDownLatch(0);

    /** The latest; one that never began at first. */
    private volatile Thread flood = new Thread();

    private volatile Socket socket;
    private volatile boolean reading = true;
    private volatile boolean silent;
    private volatile boolean octetsOnly;
    private volatile boolean ended;
    private volatile int closeCode = -1;
    private volatile boolean closeOkSeen;
    private volatile boolean channelCloseOkSeen;

    HostileSession(HostileBroker broker, Socket accepted) {
        this.broker = broker;
        this.plain = accepted;
        this.socket = accepted;
        this.obedience = new Obedience(this, broker);
    }

    // ---- what an attack does ----

    /** Sends octets, whatever they are. */
    public void send(byte[]... octets) throws IOException {
        writing.lock();
        try {
            for (var part : octets) {
                if (isChannelClose(part)) closing.add((part[1] & 0xff) << 8 | part[2] & 0xff);
                socket.getOutputStream().write(part);
                sent.addAndGet(part.length);
            }
            socket.getOutputStream().flush();
        } finally {
            writing.unlock();
            begun.countDown();
        }
    }

    private static boolean isChannelClose(byte[] octets) {
        return octets.length > CHANNEL_CLOSE_IDS.length + PREFIX
                && octets[0] == FrameParser.METHOD
                && Arrays.mismatch(
                                octets,
                                PREFIX,
                                PREFIX + CHANNEL_CLOSE_IDS.length,
                                CHANNEL_CLOSE_IDS,
                                0,
                                CHANNEL_CLOSE_IDS.length)
                        < 0;
    }

    /** Sends each octet by itself. */
    public void sendOctetByOctet(byte[] octets) throws IOException {
        for (var octet : octets) send(new byte[] {octet});
    }

    /** Sends the same octets again and again, or fewer times when the client has left. */
    public void flood(int times, byte[] octets) throws IOException {
        for (var i = 0; i < times && !ended; i++) send(octets);
    }

    /**
     * The same, but not for ever: ends when the client has taken nothing for a while. The octets that are then under way
     * are left to a thread, so that frames stay whole.
     *
     * @return whether the client has stopped taking them
     */
    public boolean floodUntilStuck(int times, byte[] octets) throws IOException {
        var sending = HostileBroker.start("flood", () -> {
            try {
                flood(times, octets);
            } catch (IOException e) {
                // The client has left.
            }
        });
        flood = sending;
        try {
            for (var before = -1L; sending.isAlive() && sent() != before; ) {
                before = sent();
                sending.join(STUCK_MILLIS);
            }
            return sending.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Answers nothing from now on, whatever comes. */
    public void fallSilent() {
        silent = true;
    }

    /** Behaves again. */
    public void speakAgain() {
        silent = false;
    }

    /** Does not read from now on. */
    public void stopReading() {
        reading = false;
    }

    /**
     * Reads again, and waits until the client has taken what a flood has still under way. A command that came before would
     * be answered behind that: reading would wait for the flood, the flood for the client to read, and the client, whose
     * answers nobody takes, for this side.
     */
    public void readAgain() throws IOException {
        wakeReader();
        try {
            flood.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void wakeReader() {
        lock.lock();
        try {
            reading = true;
            readingAgain.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends this direction; the other one stays. */
    public void halfClose() throws IOException {
        plain.shutdownOutput();
    }

    /** Cuts both directions by a reset. */
    public void cut() throws IOException {
        plain.setSoLinger(true, 0);
        plain.close();
    }

    /** Sends octets below TLS. */
    public void sendPlain(byte[]... octets) throws IOException {
        for (var part : octets) plain.getOutputStream().write(part);
    }

    /** What the client sends is no frames, or is not to be looked at. */
    public void lookAtNoFrames() {
        octetsOnly = true;
    }

    /** Becomes the server of TLS, and shows this certificate. Before anything was read. */
    public void secure(TestCertificates.Identity identity) throws IOException {
        var factory = broker.certificates().context(identity).getSocketFactory();
        var secured = (SSLSocket) factory.createSocket(plain, null, true);
        secured.setUseClientMode(false);
        socket = secured;
        secured.startHandshake();
    }

    public TestCertificates certificates() {
        return broker.certificates();
    }

    /** Waits for a method of the client; those before it are forgotten. */
    public void await(String method) throws IOException {
        try {
            for (var next = ""; !next.equals(method); ) {
                next = methods.poll(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
                if (next == null || next.isEmpty()) throw new IOException("no " + method + " has come");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    // ---- what was seen ----

    /** Of the client's connection.close; -1 when there was none. */
    public int closeCode() {
        return closeCode;
    }

    public boolean closeOkSeen() {
        return closeOkSeen;
    }

    public boolean channelCloseOkSeen() {
        return channelCloseOkSeen;
    }

    /** The client has left, or was left. */
    public boolean isEnded() {
        return ended;
    }

    /** Octets that have left for the client so far. */
    public long sent() {
        return sent.get();
    }

    /** What the client itself did wrong. */
    public List<String> faults() {
        lock.lock();
        try {
            return List.copyOf(faults);
        } finally {
            lock.unlock();
        }
    }

    // ---- inside ----

    /**
     * Begins an attack, on a thread of its own. Returns when its first octets have left, so that nothing that the client
     * has sent meanwhile is answered before.
     */
    void begin(Runnable attack) {
        var first = new CountDownLatch(1);
        begun = first;
        HostileBroker.start("attack", () -> {
            try {
                attack.run();
            } finally {
                first.countDown();
            }
        });
        try {
            first.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isSilent() {
        return silent;
    }

    void sawClose(int code) {
        closeCode = code;
    }

    void sawCloseOk() {
        closeOkSeen = true;
    }

    void sawChannelCloseOk(int channel) {
        closing.remove(channel);
        channelCloseOkSeen = true;
    }

    void fault(String what) {
        lock.lock();
        try {
            faults.add(what);
        } finally {
            lock.unlock();
        }
    }

    /** The whole life of the connection, on a thread of its own. */
    void run() {
        try {
            if (!broker.strikes(Moment.ACCEPTED, this) && broker.speaksTls()) {
                secure(broker.certificates().server());
            }
            read();
        } catch (IOException e) {
            // The client left, or refused the certificate.
        } finally {
            end();
        }
    }

    private void read() throws IOException {
        var parser = new FrameParser();
        parser.frameMax(FRAME_MAX);
        InputStream in = socket.getInputStream();
        var octets = new byte[SLICE];
        for (var count = in.read(octets); count >= 0; count = in.read(octets)) {
            if (!octetsOnly) feed(parser, octets, count);
            awaitReading();
        }
    }

    private void feed(FrameParser parser, byte[] octets, int count) {
        try {
            parser.feed(ByteBuffer.wrap(octets, 0, count), this::received);
        } catch (MalformedFrameException e) {
            fault(e.getMessage());
            octetsOnly = true;
        }
    }

    private void received(WireFrame frame) {
        try {
            if (frame instanceof WireFrame.Method method && methods.size() < SLICE) methods.add(method.name());
            obedience.received(frame);
        } catch (IOException e) {
            octetsOnly = true; // it cannot be answered any more
        }
    }

    private void awaitReading() {
        lock.lock();
        try {
            while (!reading && !ended) readingAgain.awaitUninterruptibly();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the connection at once. */
    void end() {
        ended = true;
        methods.clear();
        methods.add("");
        wakeReader();
        try {
            plain.close();
        } catch (IOException e) {
            // It is gone in any case.
        }
    }

    /** A connection.close-ok of the client has come, or was sent: a broker ends the stream then. */
    void endStream() throws IOException {
        if (socket instanceof SSLSocket) socket.close();
        else plain.shutdownOutput();
    }

    void answer(int channel, String method, Object... values) throws IOException {
        if (!silent && !closing.contains(channel)) send(BrokerFrames.method(channel, method, values));
    }
}
