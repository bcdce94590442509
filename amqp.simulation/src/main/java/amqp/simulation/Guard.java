// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.testkit.mutation.Edit;

/** Guards of the engine and the client. Each is broken in one mutant, and the simulation must find it. */
enum Guard {
    CHANNEL_OPEN(
            "commands are given to open channels only", Edit.returns("amqp.connection.ChannelEngine", "checkOpen", 0)),
    CONNECTION_OPEN(
            "commands are given to open connections only",
            Edit.returns("amqp.connection.ConnectionEngine", "checkOpen", 0)),
    VERDICTS_AT_END(
            "the end of a channel is the verdict of what has none",
            Edit.returns("amqp.connection.ConfirmTracker", "settleAllAsUnknown", 0)),
    NOTHING_AFTER_CLOSE(
            "nothing follows channel.close but the answer to the peer's own",
            Edit.omitsCall("amqp.connection.ChannelEngine", "answer", "isUnanswered", 0)),
    NUMBER_OF_UNANSWERED_CLOSE(
            "a channel number is free only when both closes are answered",
            Edit.omitsCall("amqp.connection.ChannelEngine", "closedByPeer", "isUnanswered", 0)),
    DEADLINE_OF_ANSWERED(
            "a call that is answered does not time out",
            Edit.omitsCall("amqp.connection.CallQueue", "answer", "remove", 0)),
    WATER_MARK("publishing stops at the high water mark", Edit.returns("amqp.connection.Backlog", "isHigh", 0)),
    WINDOW("the publish window is kept", Edit.returns("amqp.client.Outbox", "isHeldBack", 0)),
    BEHIND_WHAT_WAITS("what is published goes behind what waits", Edit.returns("amqp.client.Outbox", "isBehind", 0)),
    STRAIGHT_ONLY_WHEN_CLEAR(
            "a publish goes straight to the engine only where nothing waits",
            Edit.returns("amqp.client.Outbox", "isClear", 1)),
    KEPT_BYTES(
            "no more is kept than the publish buffer takes",
            Edit.returns("amqp.client.dispatch.KeptBytes", "isFull", 0)),
    REPUBLISH(
            "what has no verdict is published again where that is wanted",
            Edit.returns("amqp.client.Outbox", "comesBack", 0)),
    STALE_TAGS(
            "a tag of before the loss acknowledges nothing",
            Edit.omitsWrite("amqp.client.ChannelCore", "interrupted", "tagsBefore")),
    SECOND_INTERRUPTION(
            "a consumer is interrupted once",
            Edit.fallsThrough("amqp.client.Subscription", "interrupted", "interrupted")),
    AGAIN_AFTER_REFUSAL(
            "after a refusal what had gone well is given once more",
            Edit.omitsCall("amqp.client.recovery.ChannelReplay", "start", "forEach", 0)),
    RENAMED_QUEUES(
            "commands name queues as they are named now",
            Edit.omitsCall("amqp.client.recovery.RecoveryRun", "declared", "renamed", 0)),
    WAITING_PUBLISHERS(
            "who waits for room is woken", Edit.jumps("amqp.client.driver.ConnectionDriver", "enter", "isEmpty")),
    STALE_DELIVERIES(
            "messages that the broker has taken back are not handed out",
            Edit.returns("amqp.client.ChannelCore", "isStale", 0)),
    ACKNOWLEDGED_ONCE(
            "a message is acknowledged once", Edit.returns("amqp.connection.OutstandingTags", "acknowledge", 0)),
    PASSING_REFUSALS(
            "recovery goes on after a refusal that passes", Edit.returns("amqp.client.Refusal", "isLasting", 1)),
    BOUND_OF_CONSUMERS(
            "consumers come back with their bounds",
            Edit.omitsWrite("amqp.client.recovery.ChannelSetup", "succeeded", "ofConsumers")),
    MODE("a channel comes back in its mode", Edit.omitsWrite("amqp.client.recovery.ChannelSetup", "succeeded", "mode")),
    DELETED_QUEUES(
            "what was deleted is not brought back", Edit.returns("amqp.client.recovery.TopologyLedger", "deleted", 0)),
    CANCELLED_CONSUMERS(
            "a consumer that was cancelled is not brought back",
            Edit.returns("amqp.client.recovery.ChannelSetup", "ended", 0)),
    ORDER_OF_KEPT(
            "what was kept is published in the order of the program",
            Edit.omitsCall("amqp.client.Outbox", "resend", "sort", 0)),
    REPORTED_FAILURES(
            "what a callback throws is reported, and ends nothing",
            Edit.omitsCall("amqp.client.dispatch.SerialExecutor", "runHere", "accept", 0)),
    ROOM_IN_THE_INBOX(
            "reading goes on when the application has taken messages",
            Edit.returns("amqp.client.dispatch.Inbox", "taken", 0));

    private final String rule;
    private final Edit edit;

    Guard(String rule, Edit edit) {
        this.rule = rule;
        this.edit = edit;
    }

    String rule() {
        return rule;
    }

    Edit broken() {
        return edit;
    }
}
