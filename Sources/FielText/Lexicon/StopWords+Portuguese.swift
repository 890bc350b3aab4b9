extension StopWords {
    /// Portuguese function words; those that are English content words too ("do", "as", "no" are not) stay out.
    static let portuguese = WordList.set(
        """
        a ao aos aquela aquelas aquele aqueles aquilo as ate cada com como da das de dela delas dele deles depois desde
        dessa dessas desse desses desta destas deste destes do dos e ela elas ele eles em enquanto entre era eram essa essas
        esse esses esta estao estas estava estavam este estes eu foi foram ha isso isto ja lhe lhes mais mas me mesma mesmo
        meu minha muito muita muitos muitas na nao nas nem nessa nesse nesta neste no nos nossa nosso num numa o onde os ou
        para pela pelas pelo pelos per por porque porem pois pra qual quais quando quanto que quem se seja sem ser sera seu
        seus sido so sob sobre sua suas tal tambem tem tinha um uma umas uns voce voces
        """
    )
}
