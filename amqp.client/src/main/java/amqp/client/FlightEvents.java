// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** The events of the JDK's flight recorder. The threads that commit them are the SDK's, so they have no stack. */
final class FlightEvents {
    private FlightEvents() {}

    @Name("amqp.ConnectionLost")
    @Label("Connection Lost")
    @Category("AMQP")
    @Description("A connection was lost, and attempts to open it again begin")
    @StackTrace(false)
    static final class ConnectionLost extends Event {
        @Label("Address")
        String address = "";

        @Label("Reason")
        String reason = "";

        @Label("Outbound Bytes")
        @Description("What waited to be sent")
        @DataAmount
        long outboundBytes;
    }

    @Name("amqp.ConnectionRecovered")
    @Label("Connection Recovered")
    @Category("AMQP")
    @Description("A lost connection is open again, and what was declared is there again")
    @StackTrace(false)
    static final class ConnectionRecovered extends Event {
        @Label("Address")
        String address = "";

        @Label("Outage")
        @Timespan
        long outage;

        @Label("Rounds")
        @Description("Rounds of connecting that it took")
        int rounds;

        @Label("Republished")
        long republished;

        @Label("Missing")
        @Description("Commands that could not be given again")
        int missing;
    }

    @Name("amqp.PublishHeldUp")
    @Label("Publish Held Up")
    @Category("AMQP")
    @Description("A publish had to wait: for room, for the broker or for the connection to come back")
    @StackTrace(false)
    static final class PublishHeldUp extends Event {
        @Label("Address")
        String address = "";

        @Label("Channel")
        int channel;

        @Label("Waited")
        @Timespan
        long waited;
    }

    @Name("amqp.SlowHandler")
    @Label("Slow Handler")
    @Category("AMQP")
    @Description("A delivery handler took longer than the threshold")
    @Threshold("100 ms")
    @StackTrace(false)
    static final class SlowHandler extends Event {
        @Label("Address")
        String address = "";

        @Label("Channel")
        int channel;

        @Label("Queue")
        String queue = "";

        @Label("Thrown")
        @Description("The class of what the handler threw")
        @Nullable
        Class<?> thrown;
    }

    @Name("amqp.ConfirmRoundTrip")
    @Label("Confirm Round Trip")
    @Category("AMQP")
    @Description("The verdict of a publish took longer than the threshold")
    @Threshold("100 ms")
    @StackTrace(false)
    static final class ConfirmRoundTrip extends Event {
        @Label("Address")
        String address = "";

        @Label("Channel")
        int channel;

        @Label("Exchange")
        String exchange = "";

        @Label("Routing Key")
        String routingKey = "";

        @Label("Verdict")
        String verdict = "";
    }
}
