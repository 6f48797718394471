package io.github.multiprocessing4j.benchmarks.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class FlameGraphTest {
    private static final String TITLE = "a <b> & \"c\"";

    private final StackTree tree = StackTree.named("[all]");

    /** A rectangle of a frame. */
    private record Box(String title, double x, double y, double width) {
        static Box of(Element group) {
            var rectangle = (Element) group.getElementsByTagName("rect").item(0);
            return new Box(
                    group.getElementsByTagName("title").item(0).getTextContent(),
                    Double.parseDouble(rectangle.getAttribute("x")),
                    Double.parseDouble(rectangle.getAttribute("y")),
                    Double.parseDouble(rectangle.getAttribute("width")));
        }
    }

    private Document parsed() throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(FlameGraph.of(tree, TITLE))));
    }

    private List<Box> boxes() throws Exception {
        var groups = parsed().getElementsByTagName("g");
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < groups.getLength(); i++) {
            boxes.add(Box.of((Element) groups.item(i)));
        }
        return boxes;
    }

    @Test
    void aFrameIsAsWideAsItsShareAndStandsOnItsCaller() throws Exception {
        tree.add(List.of("a.A.<init>", "b.B.b"), 25);
        tree.add(List.of("c.C.c"), 75);

        var boxes = boxes();

        assertEquals(
                List.of("[all], 100.0 %", "a.A.<init>, 25.0 %", "b.B.b, 25.0 %", "c.C.c, 75.0 %"),
                boxes.stream().map(Box::title).toList());
        assertEquals(
                List.of(1200.0, 300.0, 300.0, 900.0),
                boxes.stream().map(Box::width).toList());
        assertEquals(List.of(0.0, 0.0, 0.0, 300.0), boxes.stream().map(Box::x).toList());
        assertTrue(boxes.get(0).y() > boxes.get(1).y());
        assertTrue(boxes.get(1).y() > boxes.get(2).y());
        assertEquals(boxes.get(1).y(), boxes.get(3).y());
    }

    @Test
    void titleAndNamesMayHoldAnything() throws Exception {
        tree.add(List.of("io.github.multiprocessing4j.A.lambda$<&>\"'"), 1);

        var texts = parsed().getElementsByTagName("text");

        assertEquals(TITLE, texts.item(0).getTextContent());
        assertEquals("[all]", texts.item(1).getTextContent());
        assertEquals("A.lambda$<&>\"'", texts.item(2).getTextContent());
    }

    @Test
    void whatCantBeSeenIsLeftOut() throws Exception {
        tree.add(List.of("a.A.a", "b.B.b"), 1);
        tree.add(List.of("c.C.c"), 99_999);

        assertEquals(2, boxes().size());
    }

    @Test
    void thereMayBeNothing() throws Exception {
        assertEquals(0, boxes().size());
    }
}
