// SPDX-License-Identifier: MPL-2.0
package amqp.cli.topology;

import amqp.cli.terminal.JsonText;
import amqp.codec.ForeignText;
import java.util.LinkedHashMap;
import java.util.Map;

/** @param problem what the broker says of the difference, or a remark; may be empty */
record Finding(Entity entity, State state, String problem) {

    /** Whether the broker has not what the file says. */
    boolean isWrong() {
        return state == State.MISSING || state == State.DIFFERENT;
    }

    String json() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("kind", entity.kind());
        line.putAll(entity.names());
        line.put("state", state.toString());
        line.put("problem", problem);
        return JsonText.of(line);
    }

    String text() {
        String word = state == State.NOT_CHECKABLE ? "not checkable over AMQP" : state.toString();
        return ForeignText.line(entity + ": " + word + (problem.isEmpty() ? "" : ": " + problem));
    }
}
