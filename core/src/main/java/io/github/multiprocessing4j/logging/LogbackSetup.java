package io.github.multiprocessing4j.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.model.AppenderModel;
import ch.qos.logback.core.model.AppenderRefModel;
import ch.qos.logback.core.model.Model;
import ch.qos.logback.core.model.processor.DefaultProcessor;
import ch.qos.logback.core.model.processor.ModelHandlerBase;
import ch.qos.logback.core.model.processor.ModelInterpretationContext;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What Logback asks first how it is to be configured. In a child, by the user's file, for its levels and turbo filters, without the appenders, so that no
 * file is opened that is the parent's; where there is none, by whoever comes next, whose appenders are taken away. In any other process this does nothing.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class LogbackSetup extends ContextAwareBase implements Configurator {
    /** For use by Logback, which finds it by {@code META-INF/services}. */
    public LogbackSetup() {}

    @Override
    public ExecutionStatus configure(LoggerContext logback) {
        if (!ChildLogs.isForwarding()) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        logback.addListener(new AppendersTaken());
        URL file = configuration();
        if (file == null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        LevelsOnly levels = new LevelsOnly();
        levels.setContext(logback);
        try {
            levels.doConfigure(file);
        } catch (JoranException e) {
            addError("the configuration " + file + " can't be read", e); // which Logback shows, as without us
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Where Logback looks, in its order. {@return the user's file, or null if there is none} */
    private static @Nullable URL configuration() {
        ClassLoader loader = LogbackSetup.class.getClassLoader();
        String named = System.getProperty("logback.configurationFile");
        URL file = named == null ? null : named(named, loader);
        if (file != null) {
            return file;
        }
        URL ofTests = loader.getResource("logback-test.xml");
        return ofTests != null ? ofTests : loader.getResource("logback.xml");
    }

    /** It may be a URL, a resource or a file. */
    private static @Nullable URL named(String name, ClassLoader loader) {
        try {
            return new URI(name).toURL();
        } catch (URISyntaxException | MalformedURLException | IllegalArgumentException e) {
            URL resource = loader.getResource(name);
            return resource != null ? resource : file(Path.of(name));
        }
    }

    private static @Nullable URL file(Path path) {
        try {
            return Files.exists(path) ? path.toUri().toURL() : null;
        } catch (MalformedURLException e) {
            throw new IllegalStateException(path + " has no URL", e);
        }
    }

    private static final class LevelsOnly extends JoranConfigurator {
        @Override
        protected void addModelHandlerAssociations(DefaultProcessor processor) {
            super.addModelHandlerAssociations(processor);
            processor.addHandler(AppenderModel.class, (of, _) -> new Skipping(of));
            processor.addHandler(AppenderRefModel.class, (of, _) -> new Skipping(of));
        }
    }

    private static final class Skipping extends ModelHandlerBase {
        Skipping(Context of) {
            super(of);
        }

        @Override
        public void handle(ModelInterpretationContext interpretation, Model model) {
            model.deepMarkAsSkipped();
        }
    }

    /** When all is configured. */
    private static final class AppendersTaken implements LoggerContextListener {
        @Override
        public void onStart(LoggerContext logback) {
            logback.getLoggerList().forEach(Logger::detachAndStopAllAppenders);
            LogbackForwarder forwarder = new LogbackForwarder();
            forwarder.setContext(logback);
            forwarder.setName("to the parent");
            forwarder.start();
            logback.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(forwarder);
        }

        @Override
        public boolean isResetResistant() {
            return true;
        }

        @Override
        public void onReset(LoggerContext logback) {}

        @Override
        public void onStop(LoggerContext logback) {}

        @Override
        public void onLevelChange(Logger logger, Level level) {}
    }
}
