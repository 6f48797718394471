package io.github.multiprocessing4j.benchmarks.profile;

import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Merged stacks as a picture, in SVG: a rectangle for each frame, as wide as its share of the time, on that of its caller. What is called
 * stands above it in alphabetical order. Who points at a rectangle is told its whole name.
 */
final class FlameGraph {
    private static final int WIDTH = 1200;

    private static final int ROW = 17;

    private static final int TITLE_ROWS = 2;

    /** Of the font; about. */
    private static final double CHARACTER_WIDTH = 6.7;

    private static final int LEAST_CHARACTERS = 3;

    /** Who is narrower is left out, with all above it. */
    private static final double LEAST_WIDTH = 0.3;

    private final XMLStreamWriter svg;

    private final long all;

    private final int height;

    private FlameGraph(XMLStreamWriter svg, StackTree tree) {
        this.svg = svg;
        all = Math.max(1, tree.total());
        height = (tree.depth() + TITLE_ROWS) * ROW;
    }

    /** {@return the document} */
    static String of(StackTree tree, String title) throws XMLStreamException {
        var text = new StringWriter();
        XMLStreamWriter svg = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
        new FlameGraph(svg, tree).document(tree, title);
        svg.close();
        return text.append('\n').toString();
    }

    private void document(StackTree tree, String title) throws XMLStreamException {
        svg.writeStartElement("svg");
        svg.writeDefaultNamespace("http://www.w3.org/2000/svg");
        svg.writeAttribute("viewBox", "0 0 " + WIDTH + " " + height);
        svg.writeAttribute("width", Integer.toString(WIDTH));
        svg.writeAttribute("height", Integer.toString(height));
        svg.writeAttribute("font-family", "monospace");
        svg.writeAttribute("font-size", "11");
        rectangle(0, 0, WIDTH, height, "#ffffff");
        text(ROW / 2.0, ROW, title);
        frame(tree, 0, 0);
        svg.writeEndElement();
        svg.writeEndDocument();
    }

    private void frame(StackTree frame, double x, int depth) throws XMLStreamException {
        double width = (double) WIDTH * frame.total() / all;
        if (width < LEAST_WIDTH) {
            return;
        }
        double y = height - (depth + 1.0) * ROW;
        svg.writeCharacters("\n");
        svg.writeStartElement("g");
        svg.writeStartElement("title");
        svg.writeCharacters(String.format(Locale.ROOT, "%s, %.1f %%", frame.name(), 100.0 * frame.total() / all));
        svg.writeEndElement();
        rectangle(x, y, width, ROW - 1, color(frame.name()));
        String label = clipped(Frames.brief(frame.name()), (int) (width / CHARACTER_WIDTH));
        if (!label.isEmpty()) {
            text(x + 2, y + ROW - 5, label);
        }
        svg.writeEndElement();
        double at = x;
        for (StackTree callee : frame.callees()) {
            frame(callee, at, depth + 1);
            at += (double) WIDTH * callee.total() / all;
        }
    }

    private void rectangle(double x, double y, double width, double height, String color) throws XMLStreamException {
        svg.writeEmptyElement("rect");
        svg.writeAttribute("x", number(x));
        svg.writeAttribute("y", number(y));
        svg.writeAttribute("width", number(width));
        svg.writeAttribute("height", number(height));
        svg.writeAttribute("fill", color);
    }

    private void text(double x, double y, String text) throws XMLStreamException {
        svg.writeStartElement("text");
        svg.writeAttribute("x", number(x));
        svg.writeAttribute("y", number(y));
        svg.writeCharacters(text);
        svg.writeEndElement();
    }

    /** This library's methods stand out. */
    private static String color(String frame) {
        if (!Frames.isMethod(frame)) {
            return "#d0d0d0";
        }
        return Frames.isOwn(frame) ? "#f4a460" : "#f8e08e";
    }

    private static String clipped(String label, int characters) {
        if (characters < LEAST_CHARACTERS) {
            return "";
        }
        return label.length() <= characters ? label : label.substring(0, characters - 1) + "…";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
