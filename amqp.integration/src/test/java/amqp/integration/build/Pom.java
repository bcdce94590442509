// SPDX-License-Identifier: MPL-2.0
package amqp.integration.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A pom.xml as it is written, without what it inherits. */
public record Pom(Document document) {
    /** @param module folder below the root; empty for the root itself */
    public static Pom of(String module) {
        return of(Reactor.ROOT.resolve(Path.of(module, "pom.xml")));
    }

    public static Pom of(Path file) {
        try {
            return new Pom(
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()));
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new AssertionError(file + " can't be read: " + e.getMessage(), e);
        }
    }

    /** The text of every element that an XPath expression finds, in their order. */
    public List<String> texts(String path) {
        try {
            var nodes =
                    (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, document, XPathConstants.NODESET);
            var texts = new ArrayList<String>();
            for (var i = 0; i < nodes.getLength(); i++) {
                texts.add(nodes.item(i).getTextContent().strip());
            }
            return texts;
        } catch (XPathExpressionException e) {
            throw new IllegalArgumentException("No XPath: " + path, e);
        }
    }
}
