// SPDX-License-Identifier: MPL-2.0

/**
 * The test suite that every I/O adapter must pass, for the tests of its author.
 *
 * <p>Extend {@link amqp.adapter.tck.AdapterTck} to test the adapter by each rule of {@link amqp.adapter.tck.Rule}
 * against plain sockets of this suite; a failure starts with the broken rule. If an adapter does not support something,
 * name the {@link amqp.adapter.tck.Feature} that it lacks.
 *
 * <p>For further tests there are {@link amqp.adapter.tck.Peer}, a server that does as it is told,
 * {@link amqp.adapter.tck.Recorder}, a handler that checks how it is called, {@link amqp.adapter.tck.AdapterUnderTest},
 * and {@link amqp.adapter.tck.TestCertificates}. The suite depends only on JUnit and the SPI.
 */
@NullMarked
package amqp.adapter.tck;

import org.jspecify.annotations.NullMarked;
