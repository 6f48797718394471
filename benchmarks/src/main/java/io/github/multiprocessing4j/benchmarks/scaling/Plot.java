package io.github.multiprocessing4j.benchmarks.scaling;

import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;

/** A figure's curves as a picture. */
final class Plot {
    private static final int WIDTH = 900;

    private static final int HEIGHT = 550;

    private static final String[] PREFIXES = {"", " k", " M", " G", " T"};

    private static final int THOUSAND = 1000;

    private Plot() {}

    /** Writes it as PNG and SVG. */
    static void save(Figure figure, List<Curve> curves, Path directory) throws IOException {
        XYChart chart = draw(figure, curves);
        String name = directory.resolve(figure.toString()).toString();
        BitmapEncoder.saveBitmap(chart, name, BitmapEncoder.BitmapFormat.PNG);
        VectorGraphicsEncoder.saveVectorGraphic(chart, name, VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
    }

    private static XYChart draw(Figure figure, List<Curve> curves) {
        List<Curve> drawn = figure.scale() == Figure.Scale.POWERS ? positive(curves) : curves;
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(figure.title())
                .xAxisTitle(figure.dimension().title())
                .yAxisTitle(figure.unit())
                .build();
        style(chart.getStyler());
        scale(chart.getStyler(), figure, drawn);
        for (Curve curve : drawn) {
            chart.addSeries(curve.title(), curve.places(), curve.medians());
        }
        return chart;
    }

    /** {@return what has a place on an axis of powers} Nothing has none; the table has it. */
    static List<Curve> positive(List<Curve> curves) {
        return curves.stream()
                .map(curve -> new Curve(
                        curve.title(),
                        curve.points().stream()
                                .filter(point -> point.median() > 0)
                                .toList()))
                .filter(curve -> !curve.points().isEmpty())
                .toList();
    }

    private static void style(XYStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Horizontal);
        styler.setMarkerSize(8);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 18));
        styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    }

    /** Labels of our own would be put on an axis of powers as on an even one, so such an axis has the usual ones. */
    private static void scale(XYStyler styler, Figure figure, List<Curve> curves) {
        if (figure.dimension().isLogarithmic()) {
            styler.setXAxisLogarithmic(true);
            styler.setXAxisMin(decadeBelow(extreme(curves, point -> point.at(), false)));
            styler.setXAxisMax(decadeAbove(extreme(curves, point -> point.at(), true)));
        } else {
            styler.setXAxisMin(0.0);
            styler.setxAxisTickLabelsFormattingFunction(Plot::label);
        }
        if (figure.scale() == Figure.Scale.POWERS) {
            styler.setYAxisLogarithmic(true);
            styler.setYAxisMin(decadeBelow(extreme(curves, Curve.Point::median, false)));
            styler.setYAxisMax(decadeAbove(extreme(curves, Curve.Point::median, true)));
        } else {
            styler.setYAxisMin(0.0);
            styler.setyAxisTickLabelsFormattingFunction(Plot::label);
        }
    }

    private static double extreme(List<Curve> curves, ToDoubleFunction<Curve.Point> value, boolean largest) {
        var values = curves.stream().flatMap(curve -> curve.points().stream()).mapToDouble(value);
        return (largest ? values.max() : values.min()).orElseThrow();
    }

    static double decadeBelow(double value) {
        return Math.pow(10, Math.floor(Math.log10(value)));
    }

    static double decadeAbove(double value) {
        double below = decadeBelow(value);
        return below == value ? value : 10 * below;
    }

    /** {@return a number at an axis: 100 k} */
    static String label(double value) {
        double rest = value;
        int thousands = 0;
        while (Math.abs(rest) >= THOUSAND && thousands < PREFIXES.length - 1) {
            rest /= THOUSAND;
            thousands++;
        }
        String digits = String.format(Locale.ROOT, "%.4f", rest);
        return digits.replaceFirst("\\.?0+$", "") + PREFIXES[thousands];
    }
}
