// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.wire;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Checks the order of frames in one direction and joins contents: on each channel a method with content is followed by
 * its header, then by its bodies until the announced size is reached, with nothing of the same channel in between
 * (specification §4.2.6). Channels may alternate. What was begun may be left off by closing the channel. One thread at a
 * time.
 */
public final class ContentOrder {
    private final Map<Integer, Open> open = new HashMap<>();

    private static final class Open {
        final WireFrame.Method method;
        WireFrame.Header header;
        final ByteArrayOutputStream body = new ByteArrayOutputStream();

        Open(WireFrame.Method method) {
            this.method = method;
        }
    }

    /**
     * @return the content that this frame completes
     * @throws MalformedFrameException when the frame may not stand here
     */
    public Optional<Content> accept(WireFrame frame) {
        var content = open.get(frame.channel());
        if (frame instanceof WireFrame.Method method) {
            if (content != null && !endsChannel(method)) throw interrupted(content, frame);
            open.remove(frame.channel());
            if (method.spec().hasContent()) open.put(frame.channel(), new Open(method));
            return Optional.empty();
        }
        if (frame instanceof WireFrame.Header header) return header(content, header);
        if (frame instanceof WireFrame.Body body) return body(content, body);
        return Optional.empty();
    }

    /** The channel was closed: what was begun there will not be completed. */
    public void forget(int channel) {
        open.remove(channel);
    }

    private static boolean endsChannel(WireFrame.Method method) {
        return method.name().equals("channel.close") || method.name().equals("channel.close-ok");
    }

    private Optional<Content> header(Open content, WireFrame.Header header) {
        if (content == null)
            throw new MalformedFrameException(header + " without a method that has content before it.");
        if (content.header != null) throw interrupted(content, header);
        if (header.classId() != content.method.spec().classId()) {
            throw new MalformedFrameException(header + " is of another class than " + content.method + ".");
        }
        content.header = header;
        return ended(content);
    }

    private Optional<Content> body(Open content, WireFrame.Body body) {
        if (content == null || content.header == null) {
            throw new MalformedFrameException(body + " without a content header before it.");
        }
        content.body.writeBytes(body.octets());
        if (Long.compareUnsigned(content.body.size(), content.header.bodySize()) > 0) {
            throw new MalformedFrameException("The body of " + content.method + " has " + content.body.size()
                    + " octets, announced were " + Long.toUnsignedString(content.header.bodySize()) + ".");
        }
        return ended(content);
    }

    private Optional<Content> ended(Open content) {
        if (content.body.size() != content.header.bodySize()) return Optional.empty();
        open.remove(content.method.channel());
        return Optional.of(new Content(content.method, content.header, content.body.toByteArray()));
    }

    private static MalformedFrameException interrupted(Open content, WireFrame by) {
        return new MalformedFrameException("The content of " + content.method + " is not complete ("
                + content.body.size() + " octets of its body are there) and is interrupted by " + by + ".");
    }
}
