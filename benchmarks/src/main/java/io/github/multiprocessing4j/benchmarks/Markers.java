package io.github.multiprocessing4j.benchmarks;

/** Places in a page that a program fills in: what stands between {@code <!-- begin NAME -->} and {@code <!-- end NAME -->}. */
public final class Markers {
    private Markers() {}

    /** {@return the page with other content at one place} */
    public static String fill(String page, String name, String content) {
        String begin = "<!-- begin " + name + " -->";
        String end = "<!-- end " + name + " -->";
        int from = only(page, begin) + begin.length();
        int to = only(page, end);
        if (to < from) {
            throw new IllegalArgumentException(end + " stands before " + begin);
        }
        return page.substring(0, from) + "\n" + content.strip() + "\n" + page.substring(to);
    }

    private static int only(String page, String marker) {
        int at = page.indexOf(marker);
        if (at < 0 || page.indexOf(marker, at + 1) >= 0) {
            throw new IllegalArgumentException("the page needs exactly one line " + marker);
        }
        return at;
    }
}
