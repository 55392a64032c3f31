/** A program of modules that starts a PC with a card of its own. */
module com.example.machines {
    requires org.ring0.embed;

    // The card's state is a record that snapshots read and make.
    opens com.example.machines to
            org.ring0.core;
}
