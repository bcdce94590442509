// SPDX-License-Identifier: MPL-2.0

/**
 * The suite that every I/O adapter must pass, for the tests of its author.
 *
 * <p>Extend {@link amqp.adapter.tck.AdapterTck}, and each rule of {@link amqp.adapter.tck.Rule} is tried on the adapter against
 * plain sockets of this suite; a failure begins with the rule that is broken. What an adapter can't do is named as a
 * {@link amqp.adapter.tck.Feature} that it lacks.
 *
 * <p>For further tests there are {@link amqp.adapter.tck.Peer}, a server that does as it is told,
 * {@link amqp.adapter.tck.Recorder}, a handler that checks how it is called, {@link amqp.adapter.tck.AdapterUnderTest}, and
 * {@link amqp.adapter.tck.TestCertificates}. The suite depends on JUnit and the SPI alone.
 */
@NullMarked
package amqp.adapter.tck;

import org.jspecify.annotations.NullMarked;
