package io.github.multiprocessing4j.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.UUID;

/** Immutable values of the JDK that hold no other objects. */
final class PlatformValues {
    private PlatformValues() {}

    static void write(int tag, Object value, FastWriter out) {
        Sink sink = out.sink;
        sink.writeByte(tag);
        switch (tag) {
            case Tags.BIG_INTEGER -> writeInteger((BigInteger) value, sink);
            case Tags.BIG_DECIMAL -> {
                sink.writeInt(((BigDecimal) value).scale());
                writeInteger(((BigDecimal) value).unscaledValue(), sink);
            }
            case Tags.UUID -> {
                sink.writeLong(((UUID) value).getMostSignificantBits());
                sink.writeLong(((UUID) value).getLeastSignificantBits());
            }
            case Tags.URI -> sink.writeString(value.toString());
            case Tags.ZONE_REGION -> sink.writeString(((ZoneId) value).getId());
            default -> writeTime(tag, value, sink);
        }
    }

    @SuppressWarnings({
        "JavaDurationGetSecondsToToSeconds",
        "JavaDurationGetSecondsGetNano",
        "JavaInstantGetSecondsGetNano"
    }) // the two parts are what is sent
    private static void writeTime(int tag, Object value, Sink sink) {
        switch (tag) {
            case Tags.DURATION -> write(((Duration) value).getSeconds(), ((Duration) value).getNano(), sink);
            case Tags.INSTANT -> write(((Instant) value).getEpochSecond(), ((Instant) value).getNano(), sink);
            case Tags.LOCAL_DATE -> sink.writeLong(((LocalDate) value).toEpochDay());
            case Tags.LOCAL_TIME -> sink.writeLong(((LocalTime) value).toNanoOfDay());
            case Tags.LOCAL_DATE_TIME -> writeLocal((LocalDateTime) value, sink);
            case Tags.ZONE_OFFSET -> sink.writeInt(((ZoneOffset) value).getTotalSeconds());
            case Tags.ZONED_DATE_TIME -> writeZoned((ZonedDateTime) value, sink);
            case Tags.OFFSET_DATE_TIME -> {
                writeLocal(((OffsetDateTime) value).toLocalDateTime(), sink);
                sink.writeInt(((OffsetDateTime) value).getOffset().getTotalSeconds());
            }
            case Tags.PERIOD -> writePeriod((Period) value, sink);
            case Tags.YEAR -> sink.writeInt(((Year) value).getValue());
            default -> {
                sink.writeInt(((YearMonth) value).getYear());
                sink.writeInt(((YearMonth) value).getMonthValue());
            }
        }
    }

    private static void writeInteger(BigInteger value, Sink sink) {
        byte[] bytes = value.toByteArray();
        sink.writeVarInt(bytes.length);
        sink.writeBytes(bytes, 0, bytes.length);
    }

    private static void write(long seconds, int nanos, Sink sink) {
        sink.writeLong(seconds);
        sink.writeInt(nanos);
    }

    private static void writeLocal(LocalDateTime value, Sink sink) {
        sink.writeLong(value.toLocalDate().toEpochDay());
        sink.writeLong(value.toLocalTime().toNanoOfDay());
    }

    private static void writeZoned(ZonedDateTime value, Sink sink) {
        writeLocal(value.toLocalDateTime(), sink);
        sink.writeInt(value.getOffset().getTotalSeconds());
        sink.writeString(value.getZone().getId());
    }

    private static void writePeriod(Period value, Sink sink) {
        sink.writeInt(value.getYears());
        sink.writeInt(value.getMonths());
        sink.writeInt(value.getDays());
    }

    static Object read(int tag, FastReader in) {
        Source source = in.source;
        return switch (tag) {
            case Tags.BIG_INTEGER -> readInteger(source);
            case Tags.BIG_DECIMAL -> readDecimal(source);
            case Tags.UUID -> new UUID(source.readLong(), source.readLong());
            case Tags.URI -> URI.create(source.readString());
            case Tags.ZONE_REGION -> ZoneId.of(source.readString());
            default -> readTime(tag, source);
        };
    }

    private static Object readTime(int tag, Source source) {
        return switch (tag) {
            case Tags.DURATION -> Duration.ofSeconds(source.readLong(), source.readInt());
            case Tags.INSTANT -> Instant.ofEpochSecond(source.readLong(), source.readInt());
            case Tags.LOCAL_DATE -> LocalDate.ofEpochDay(source.readLong());
            case Tags.LOCAL_TIME -> LocalTime.ofNanoOfDay(source.readLong());
            case Tags.LOCAL_DATE_TIME -> readLocal(source);
            case Tags.ZONE_OFFSET -> ZoneOffset.ofTotalSeconds(source.readInt());
            case Tags.ZONED_DATE_TIME ->
                ZonedDateTime.ofInstant(
                        readLocal(source), ZoneOffset.ofTotalSeconds(source.readInt()), ZoneId.of(source.readString()));
            case Tags.OFFSET_DATE_TIME ->
                OffsetDateTime.of(readLocal(source), ZoneOffset.ofTotalSeconds(source.readInt()));
            case Tags.PERIOD -> Period.of(source.readInt(), source.readInt(), source.readInt());
            case Tags.YEAR -> Year.of(source.readInt());
            default -> YearMonth.of(source.readInt(), source.readInt());
        };
    }

    private static BigInteger readInteger(Source source) {
        int length = source.readVarInt();
        return new BigInteger(source.array(), source.advance(length), length);
    }

    private static BigDecimal readDecimal(Source source) {
        int scale = source.readInt();
        return new BigDecimal(readInteger(source), scale);
    }

    private static LocalDateTime readLocal(Source source) {
        LocalDate date = LocalDate.ofEpochDay(source.readLong());
        return LocalDateTime.of(date, LocalTime.ofNanoOfDay(source.readLong()));
    }
}
