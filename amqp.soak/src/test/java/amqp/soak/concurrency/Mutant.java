// SPDX-License-Identifier: MPL-2.0
package amqp.soak.concurrency;

import amqp.adapter.spi.toolkit.Alarm;
import amqp.adapter.spi.toolkit.TimerThreads;
import amqp.adapter.spi.toolkit.TransportDriver;
import amqp.client.dispatch.Inbox;
import amqp.client.dispatch.KeptBytes;
import amqp.client.dispatch.ReadingGate;
import amqp.client.dispatch.SerialExecutor;
import amqp.client.dispatch.Strand;
import amqp.client.driver.PublishWindow;
import amqp.testkit.mutation.Edit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * A class with one fault that only some orders show, and the scenario that finds it. Copies of both are made beside those that
 * are whole, with names of their own: Lincheck finds classes by name, so that a class loader for each would not do.
 */
enum Mutant {
    TAKES_OVER_WITHOUT_LOCK(
            Scenario.SERIAL_EXECUTOR, " tasks ran of ", SerialExecutor.class, "takeOver", Edit::unlocks),
    ADDS_WITHOUT_LOCK(
            Scenario.SHARED_SERIAL_EXECUTOR, " tasks ran of ", SerialExecutor.class, "execute", Edit::unlocks),
    ENTERED_BY_TWO(Scenario.STRAND, "two tasks run at once", Strand.class, "enter", "compareAndSet", Edit::tears),
    TAKEN_BEFORE_PAUSED(Scenario.INBOX, "reading is stopped", Inbox.class, "pause", "resumeIfHalf", Mutant::omitsCall),
    PAUSED_AT_THE_LAST_TICK(
            Scenario.READING_GATE,
            "nobody will look again",
            ReadingGate.class,
            "tick",
            "startTicking",
            Mutant::omitsCall),
    RELEASED_BY_TWO(Scenario.KEPT_BYTES, "and it is full", KeptBytes.class, "released", "getAndAdd", Edit::tears),
    ASKS_BEFORE_IT_TELLS(
            Scenario.PUBLISH_WINDOW, "who waits is not told", PublishWindow.class, "telling", "told", Edit::writesLate),
    FLUSH_AFTER_WAKE_UP(Scenario.FLUSH, "octets wait", TransportDriver.class, "flush", "flushWanted", Edit::writesLate),
    ARMED_FOR_THE_LAST_TIME(
            Scenario.UNSET_ALARM, "the timer is set for ", Alarm.class, "nanosToSet", "armedFor", Edit::writesLate),
    STAYS_ARMED(Scenario.ALARM, "the timer is set for ", Alarm.class, "rang", "armed", Edit::omitsWrite),
    LEADER_SLEEPS_ON(Scenario.TIMER_THREADS, "has hung", TimerThreads.class, "set", "signal", Mutant::omitsCall);

    private static final List<Class<?>> USERS =
            List.of(Bounds.class, Inboxes.class, Loops.class, Serial.class, Scenario.class);

    private final Scenario finder;
    private final String seenAs;
    private final Class<?> broken;
    private final Edit edit;

    private interface ByMethod {
        Edit of(String className, String method);
    }

    private interface ByPlace {
        Edit of(String className, String method, String place);
    }

    Mutant(Scenario finder, String seenAs, Class<?> broken, String method, ByMethod edit) {
        this.finder = finder;
        this.seenAs = seenAs;
        this.broken = broken;
        this.edit = edit.of(broken.getName(), method);
    }

    Mutant(Scenario finder, String seenAs, Class<?> broken, String method, String place, ByPlace edit) {
        this(finder, seenAs, broken, method, (className, same) -> edit.of(className, same, place));
    }

    private static Edit omitsCall(String className, String method, String callee) {
        return Edit.omitsCall(className, method, callee, 0);
    }

    /** The scenario that has to find it. */
    Scenario finder() {
        return finder;
    }

    /** What is said when it is found. */
    String seenAs() {
        return seenAs;
    }

    /** Plays that scenario with the broken class, in so many orders; once, since a class is defined once. */
    void play(int orders) throws Throwable {
        for (var host : Stream.concat(Stream.of(broken), USERS.stream()).toList()) {
            for (var member : host.getNestMembers()) define(member);
        }
        var lookup = MethodHandles.lookup();
        var copy = lookup.findClass(renamed(Scenario.class.getName()));
        var named = lookup.findStatic(copy, "named", MethodType.methodType(copy, String.class));
        var play = lookup.findVirtual(copy, "play", MethodType.methodType(void.class, int.class));
        play.invoke(named.invoke(finder.name()), orders);
    }

    private void define(Class<?> original) throws IllegalAccessException {
        try (var in = original.getResourceAsStream(
                original.getName().substring(original.getPackageName().length() + 1) + ".class")) {
            var octets = in.readAllBytes();
            var changed = original == broken ? edit.applyTo(octets) : octets;
            var writer = new ClassWriter(0);
            new ClassReader(changed).accept(new ClassRemapper(writer, new Renaming()), 0);
            MethodHandles.privateLookupIn(original, MethodHandles.lookup()).defineClass(writer.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Renaming extends Remapper {
        Renaming() {
            super(Opcodes.ASM9);
        }

        @Override
        public String map(String internalName) {
            return renamed(internalName.replace('/', '.')).replace('.', '/');
        }
    }

    private String renamed(String name) {
        var end = name.indexOf('$');
        var host = end < 0 ? name : name.substring(0, end);
        var isCopied = host.equals(broken.getName())
                || USERS.stream().anyMatch(user -> user.getName().equals(host));
        return isCopied ? host + "_" + name() + name.substring(host.length()) : name;
    }

    @Override
    public String toString() {
        return edit + " is not found by " + finder;
    }
}
