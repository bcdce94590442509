// SPDX-License-Identifier: MPL-2.0
package amqp.fuzz;

import amqp.cli.topology.TopologyTarget;
import amqp.codec.generator.DefinitionTarget;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What is fuzzed. An input passes when nothing is thrown but what is documented, what the target itself checks holds, and no
 * more memory is taken than a multiple of the input's size.
 */
public enum Target {
    /** {@code ConnectionEngine.receive}, any octets. */
    ENGINE(EngineTarget::run, 200),
    /**
     * A session of an engine: well-formed frames in any order, and commands between them. A few octets stand for much: what
     * is taken by what the engine receives is checked by the target itself.
     */
    SESSION(SessionTarget::run, 20_000),
    /** {@code FrameDecoder}. */
    FRAMES(FramesTarget::run, 500),
    /** {@code MethodDecoder}. */
    METHODS(MethodsTarget::run, 500),
    /** {@code FieldTable}. */
    TABLES(TablesTarget::run, 2000),
    /** {@code BasicProperties}. */
    PROPERTIES(PropertiesTarget::run, 2000),
    /** {@code ConnectionOptions.ofUri}. */
    URI(SettingsTarget::uri, 2000),
    /** {@code ConnectionOptions.ofProperties}. */
    SETTINGS(SettingsTarget::properties, 2000),
    /** What reads arguments of the {@code amqp} command, and what it prints as JSON. */
    READERS(ReadersTarget::run, 2000),
    /** Topology files of the {@code amqp} command, YAML and JSON. */
    TOPOLOGY(TopologyTarget::run, 5000),
    /** The reader of the file that the protocol's methods are generated from. */
    DEFINITION(DefinitionTarget::run, 500);

    /** What a run takes at most whatever its input: an engine with its channels, a frame of the largest size. */
    private static final long FIXED = 1 << 20;

    private final Consumer<byte[]> code;
    private final int multiple;

    Target(Consumer<byte[]> code, int multiple) {
        this.code = code;
        this.multiple = multiple;
    }

    /**
     * Runs one input.
     *
     * @throws AssertionError when it does what it must not; so does anything that is thrown
     */
    public void run(byte[] input) {
        long most = FIXED + (long) multiple * input.length;
        if (allocated(input) > most) {
            long again = allocated(input); // the first time classes may have been loaded
            if (again > most) {
                throw new AssertionError(again + " bytes were taken for an input of " + input.length);
            }
        }
    }

    private long allocated(byte[] input) {
        long before = Allocations.soFar();
        code.accept(input);
        return Allocations.soFar() - before;
    }

    /** The name for the command line and for the folder of its inputs. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
