package io.github.multiprocessing4j.benchmarks;

import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.style.CategoryStyler;

/** How many times as good as CPython this library is, measure by measure, as a picture. */
final class AdvantagePlot {
    private static final String NAME = "comparison";

    private AdvantagePlot() {}

    /**
     * A bar.
     *
     * @param measure what was measured
     * @param times how many times as good, the median of the runs
     */
    record Bar(Measure measure, double times) {}

    static List<Bar> bars(List<Run> runs) {
        return Arrays.stream(Measure.values())
                .filter(measure -> measure.rivals().contains(Rival.CPYTHON))
                .map(measure -> new Bar(measure, times(measure, runs)))
                .filter(bar -> bar.times > 0)
                .toList();
    }

    private static double times(Measure measure, List<Run> runs) {
        double[] times = runs.stream()
                .flatMap(run -> run.of(measure).stream())
                .mapToDouble(result -> result.advantage(Rival.CPYTHON))
                .toArray();
        return times.length == 0 ? 0 : Sample.of(times).median();
    }

    /** Writes it as PNG and SVG. */
    static void save(List<Bar> bars, Path directory) throws IOException {
        CategoryChart chart = new CategoryChartBuilder()
                .width(1100)
                .height(800)
                .title("How many times as good as CPython's multiprocessing")
                .yAxisTitle("times (1: as good)")
                .build();
        style(chart.getStyler(), bars);
        chart.addSeries(
                "multiprocessing4j",
                bars.stream().map(bar -> bar.measure.toString()).toList(),
                bars.stream().map(Bar::times).toList());
        String name = directory.resolve(NAME).toString();
        BitmapEncoder.saveBitmap(chart, name, BitmapEncoder.BitmapFormat.PNG);
        VectorGraphicsEncoder.saveVectorGraphic(chart, name, VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
    }

    private static void style(CategoryStyler styler, List<Bar> bars) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setLegendVisible(false);
        styler.setXAxisLabelRotation(90);
        styler.setYAxisLogarithmic(true);
        double worst = bars.stream().mapToDouble(Bar::times).min().orElse(1);
        styler.setYAxisMin(Math.pow(10, Math.floor(Math.log10(worst)))); // a bar has no length below
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    }
}
